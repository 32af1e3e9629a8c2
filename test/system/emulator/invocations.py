"""Each invocation shows in the metrics of AWS/Lambda, and the errorType of one that failed is the name of the error.

ministack counts only those that someone waits for, and always says Runtime.HandlerError.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
"""

import re
import time

from ministack.services import lambda_svc

execute_warm, emit_metrics = lambda_svc._execute_function_warm, lambda_svc._emit_lambda_metrics


def install():
    lambda_svc._execute_function_warm = execute
    lambda_svc._emit_lambda_metrics = emit_throttles


def execute(func, event, request_id):
    started = time.monotonic()
    result = execute_warm(func, event, request_id)
    milliseconds = (time.monotonic() - started) * 1000
    failed = bool(result.get("error"))
    emit_metrics(func["config"]["FunctionName"], milliseconds, error=failed, throttle=False)
    body = result.get("body")
    if failed and isinstance(body, dict):
        message = str(body.get("errorMessage")).split("\n")[0]
        named = re.search(r"^(\w+): " + re.escape(message), result.get("log", ""), re.MULTILINE)
        if named:
            body["errorType"] = named[1]
    return result


def emit_throttles(function_name, duration_ms, error, throttle):
    if throttle:
        emit_metrics(function_name, duration_ms, error, throttle)
