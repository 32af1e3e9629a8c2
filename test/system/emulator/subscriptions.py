"""Subscription filters invoke functions asynchronously and write to data streams, also through destinations.

ministack invokes a function once, without retries and OnFailure destination, and writes to no data stream.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

import base64
import gzip
import json
import uuid

from ministack.core.arn import parse_arn
from ministack.core.responses import get_account_id
from ministack.services import cloudwatch_logs, kinesis, lambda_svc


def install():
    cloudwatch_logs._fanout_to_subscription_filters = fan_out


def fan_out(group, stream, events):
    filters = (cloudwatch_logs._log_groups.get(group) or {}).get("subscriptionFilters") or {}
    for one in list(filters.values()):
        matches = cloudwatch_logs._subscription_pattern_matches
        matched = [event for event in events if matches(one["filterPattern"], event["message"])]
        if matched:
            send(one, payload(group, stream, one["filterName"], matched))


def payload(group, stream, filter_name, events):
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": get_account_id(),
        "logGroup": group,
        "logStream": stream,
        "subscriptionFilters": [filter_name],
        "logEvents": [
            {"id": str(uuid.uuid4().int), "timestamp": event["timestamp"], "message": event["message"]}
            for event in events
        ],
    }
    return gzip.compress(json.dumps(message).encode())


def send(subscription, data):
    arn = subscription["destinationArn"]
    if ":destination:" in arn:
        arn = cloudwatch_logs._destinations[arn.rsplit(":", 1)[1]]["targetArn"]
    if parse_arn(arn).service == "kinesis":
        kinesis.put_record_internal(arn, str(uuid.uuid4()), data)
    else:
        function = lambda_svc._functions[arn.split(":function:")[1]]
        lambda_svc.invoke_async_with_retry(function, {"awslogs": {"data": base64.b64encode(data).decode()}})
