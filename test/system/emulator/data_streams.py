"""The event source mapping of a data stream supports partial responses, bisects batches, and keeps discarded batches.

ministack retries the whole batch forever. On AWS, bisecting doesn't use up a retry. Here it does, which is harder.

https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

import json
import os
import threading
import time
import uuid

from botocore.session import get_session
from ministack.services import lambda_svc

execute, poll = lambda_svc._execute_function, lambda_svc._poll_kinesis
polling = threading.local()


def install():
    lambda_svc._poll_kinesis = poll_marked
    lambda_svc._execute_function = execute_batch


def poll_marked():
    polling.on = True
    try:
        return poll()
    finally:
        polling.on = False


def execute_batch(func, event):
    records = event.get("Records") if isinstance(event, dict) else None
    # Only for the mapping: a caller who invokes the function with such an event gets the answer.
    if not getattr(polling, "on", False) or not records or records[0].get("eventSource") != "aws:kinesis":
        return execute(func, event)
    mapping = mapping_of(func, records[0]["eventSourceARN"])
    waiting = [(records, 0)]
    while waiting:
        batch, attempts = waiting.pop(0)
        result = execute(func, {"Records": batch})
        failed = 0 if result.get("error") else first_failure(mapping, batch, result.get("body"))
        if failed is None:
            continue
        batch = batch[failed:]
        if attempts >= mapping.get("MaximumRetryAttempts", 10):
            give_up(func, mapping, batch, attempts + 1)
        elif result.get("error") and mapping.get("BisectBatchOnFunctionError") and len(batch) > 1:
            half = len(batch) // 2
            waiting[:0] = [(batch[:half], attempts + 1), (batch[half:], attempts + 1)]
        else:
            time.sleep(0.1)
            waiting.insert(0, (batch, attempts + 1))
    return {"body": None}


def mapping_of(func, stream):
    name = func["config"]["FunctionName"]
    return next(m for m in lambda_svc._esms.values() if m["EventSourceArn"] == stream and m["FunctionName"] == name)


def first_failure(mapping, batch, answer):
    if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
        return None
    numbers = [record["kinesis"]["sequenceNumber"] for record in batch]
    items = [failure["itemIdentifier"] for failure in (answer or {}).get("batchItemFailures") or []]
    # An answer that names nothing of the batch fails it as a whole.
    return min((numbers.index(item) if item in numbers else 0 for item in items), default=None)


def give_up(func, mapping, batch, attempts):
    destination = ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination", "")
    if ":s3:::" not in destination:
        return
    now, shard = time.gmtime(), batch[0]["eventID"].split(":")[0]
    record = {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": func["config"]["FunctionArn"],
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", now),
        "KinesisBatchInfo": {
            "shardId": shard,
            "batchSize": len(batch),
            "streamArn": mapping["EventSourceArn"],
            "startSequenceNumber": batch[0]["kinesis"]["sequenceNumber"],
            "endSequenceNumber": batch[-1]["kinesis"]["sequenceNumber"],
        },
        "payload": {"Records": batch},
    }
    folder = time.strftime(f"aws/lambda/{mapping['UUID']}/{shard}/%Y/%m/%d/%Y-%m-%dT%H.%M.%S-", now)
    s3().put_object(
        Bucket=destination.split(":::")[1], Key=folder + str(uuid.uuid4()), Body=json.dumps(record).encode()
    )


def s3():
    return get_session().create_client(
        "s3",
        os.environ["MINISTACK_REGION"],
        endpoint_url=os.environ["EMULATOR_URL"],
        verify=os.environ.get("NODE_EXTRA_CA_CERTS"),
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
