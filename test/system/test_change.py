"""A change of source and back, with failed events from before the change; deletion of the stack."""

import json

import pytest
import records
from documentation import FAILURE_QUEUE
from environment import aws, run, wait
from metrics import counted, differences
from stack import delete, deploy, inventory, output, waiting
from trail import (
    BUCKET,
    GROUP,
    log_file,
    logs_event,
    make_bucket,
    make_group,
    padded,
    write,
)

LOGS = {
    "function": ["apiusagefunction"],
    "role": ["apiusagerole"],
    "log group": ["api-usage-tracker"],
    "subscription": ["api-usage-tracker"],
    "queue": ["failurequeue"],
    "topic": ["alarmtopic"],
    "dashboard": ["eu-west-1"],
}
S3 = LOGS | {"mapping": ["objectqueue"], "queue": ["failurequeue", "objectqueue"], "rule": ["objectrule"]}
KINESIS = LOGS | {
    "mapping": ["trailstream"],
    "role": ["apiusagerole", "streamrole"],
    "subscription": ["stream"],
    "stream": ["trailstream"],
    "bucket": ["failurebucket"],
}
del S3["subscription"], KINESIS["queue"]


@pytest.fixture(scope="module")
def failed():
    """Records of an event that fails with Source=Logs, as it is too large for 256 MB."""
    return padded(records.fresh(records.load()[-100:], "failed"))


def what_there_is():
    """Without alarms and saved queries, which differ by source in detail."""
    return {kind: names for kind, names in inventory().items() if kind not in ("alarm", "query")}


def test_logs(failed):
    make_group()
    make_bucket()
    deploy("Source=Logs", f"TrailLogGroupName={GROUP}", "AlarmEmail=you@example.com")
    assert what_there_is() == LOGS
    event = json.dumps(logs_event(records.texts(failed)))
    aws["lambda"].invoke(FunctionName=output("FunctionName"), InvocationType="Event", Payload=event)
    wait("the event is in the failure queue", lambda: waiting(output("FailureQueueUrl")) == 1)


def test_to_s3():
    function = output("FunctionName")
    parameters = f"TrailBucketName={BUCKET}", "MemorySize=512", 'TrailLogGroupName=""', 'FilterPattern=""'
    deploy("Source=S3", *parameters)
    assert what_there_is() == S3
    assert output("FunctionName") == function


def test_an_event_that_failed_before_the_change_is_counted_and_does_not_go_round(since, failed, tmp_path):
    queue, objects = output("FailureQueueUrl"), output("ObjectQueueUrl")
    assert waiting(queue) == 1, "the failure queue stays the same"
    run(FAILURE_QUEUE, tmp_path)
    assert differences(counted(since), records.truth(failed)) == {}
    assert (waiting(queue), waiting(objects)) == (0, 0)


def test_back_to_logs_a_message_of_s3_is_kept(since, failed, tmp_path):
    detail = {"bucket": {"name": BUCKET}, "object": {"key": log_file(1, 1)}}
    message = {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}
    queue = output("FailureQueueUrl")
    aws["sqs"].send_message(QueueUrl=queue, MessageBody=json.dumps(message))
    deploy("Source=Logs", f"TrailLogGroupName={GROUP}", 'TrailBucketName=""')
    assert what_there_is() == LOGS
    after = records.fresh(failed, "after")
    record = {"requestPayload": logs_event(records.texts(after))}
    aws["sqs"].send_message(QueueUrl=queue, MessageBody=json.dumps(record))
    run(FAILURE_QUEUE, tmp_path)
    assert differences(counted(since), records.truth(failed + after)) == {}, "it does not hold up others"
    assert waiting(queue) == 1


def test_to_kinesis():
    deploy("Source=Kinesis", f"TrailLogGroupName={GROUP}")
    assert what_there_is() == KINESIS


def test_back_to_logs(since, failed):
    deploy("Source=Logs", "MemorySize=256")
    assert what_there_is() == LOGS
    late = records.load()[-50:]
    write(records.texts(late))
    expected = records.truth([*failed, *records.fresh(failed, "after"), *late])
    wait("records are counted", lambda: not differences(counted(since), expected))


def test_deletion_leaves_only_what_is_not_the_stacks():
    delete()
    assert inventory() == {}
    groups = [one["logGroupName"] for one in aws["logs"].describe_log_groups()["logGroups"]]
    assert groups == [GROUP]
