"""Redrive of a dead-letter queue: StartMessageMoveTask and ListMessageMoveTasks, which ministack does not have.

All messages that are visible move at once, as new messages.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
"""

import time

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import sqs

tasks = AccountRegionScopedDict()


def install():
    sqs._HANDLERS |= {"StartMessageMoveTask": start, "ListMessageMoveTasks": describe}


def start(data, _url):
    source, destination = (queue(data[name]) for name in ("SourceArn", "DestinationArn"))
    moved = 0
    while messages := sqs._collect_msgs(source, 10, 30):
        for message in messages:
            body = {"QueueUrl": destination["url"], "MessageBody": message["body"]}
            sqs._act_send_message(body, destination["url"])
            receipt = {"QueueUrl": source["url"], "ReceiptHandle": message["receipt_handle"]}
            sqs._act_delete_message(receipt, source["url"])
            moved += 1
    tasks[data["SourceArn"]] = {
        "Status": "COMPLETED",
        "SourceArn": data["SourceArn"],
        "DestinationArn": data["DestinationArn"],
        "ApproximateNumberOfMessagesMoved": moved,
        "ApproximateNumberOfMessagesToMove": moved,
        "StartedTimestamp": int(time.time() * 1000),
    }
    return {"TaskHandle": "task"}


def describe(data, _url):
    task = tasks.get(data["SourceArn"])
    return {"Results": [task] if task else []}


def queue(arn):
    found = sqs._queue_by_arn(arn)
    if found is None:
        raise sqs._Err("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")
    return found
