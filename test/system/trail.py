"""A trail's log group and bucket, and payloads of a subscription."""

import base64
import gzip
import json
import time

from environment import ACCOUNT, REGION, aws
from stack import STACK

GROUP, STREAM = "aws-cloudtrail-logs", f"{ACCOUNT}_CloudTrail_{REGION}"
BUCKET = "example-trail-bucket"
DAY = f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/2026/11/25"


def make_group():
    aws["logs"].create_log_group(logGroupName=GROUP)
    make_stream(GROUP)


def make_stream(group):
    aws["logs"].create_log_stream(logGroupName=group, logStreamName=STREAM)


def write(messages, group=GROUP):
    """Writes log events, which a subscription sends on as one payload."""
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    aws["logs"].put_log_events(logGroupName=group, logStreamName=STREAM, logEvents=events)


def payload(messages):
    """The gzipped message that a subscription sends."""
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": ACCOUNT,
        "logGroup": GROUP,
        "logStream": STREAM,
        "subscriptionFilters": [STACK],
        "logEvents": [{"id": f"{n:056}", "timestamp": 0, "message": text} for n, text in enumerate(messages)],
    }
    return gzip.compress(json.dumps(message).encode())


def logs_event(messages):
    return {"awslogs": {"data": base64.b64encode(payload(messages)).decode()}}


def padded(records):
    """Records so long that a hundred inflate to more than a sixteenth of 256 MB and to less than one of 512 MB."""
    return [{**record, "padding": "x" * 180_000} for record in records]


def parts(records, size):
    return [records[at : at + size] for at in range(0, len(records), size)]


def make_bucket(name=BUCKET):
    aws["s3"].create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def log_file(hour, number):
    """The key of a log file."""
    return f"{DAY}/{ACCOUNT}_CloudTrail_{REGION}_20261125T{hour:02}{number:02}Z_{number:016}.json.gz"


def upload(key, records, cut=None):
    """Stores a log file, on request without its last bytes."""
    body = gzip.compress(json.dumps({"Records": records}).encode())[:cut]
    aws["s3"].put_object(Bucket=BUCKET, Key=key, Body=body)
