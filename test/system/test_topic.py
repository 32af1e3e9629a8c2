"""Source=S3 with the trail's SNS topic and a role that reads the bucket: counts, other messages, failures and their replay."""

import json

import pytest
import records
from environment import ACCOUNT, REGION, api_usage, aws, run, wait
from metrics import counted, differences, extracted, received, totals
from stack import STACK, deploy, inventory, output, waiting
from trail import BUCKET, log_file, make_bucket, parts, upload

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:trail-notifications"
READER = f"arn:aws:iam::{ACCOUNT}:role/api-usage-bucket-reader"
FUNCTION_ROLES = f"arn:aws:iam::{ACCOUNT}:role/{STACK}-ApiUsageRole-*"


@pytest.fixture(scope="module")
def trail():
    return parts(records.load(), 100)


def publish(message):
    aws["sns"].publish(TopicArn=TOPIC, Message=json.dumps(message))


def deliver(*files):
    """Uploads log files and publishes one notification for all of them, as CloudTrail does."""
    for key, part in files:
        upload(key, part)
    publish({"s3Bucket": BUCKET, "s3ObjectKey": [key for key, _ in files]})


def test_deploys(trail):
    make_bucket()
    aws["sns"].create_topic(Name=TOPIC.rsplit(":", 1)[1])
    # Without the role the function can't read: its own policy allows only to assume the role.
    run(
        "sam deploy --no-confirm-changeset --no-progressbar --capabilities CAPABILITY_NAMED_IAM --stack-name bucket-reader"
        f" --template-file templates/bucket-reader-role.yaml"
        f" --parameter-overrides BucketName={BUCKET} FunctionRoleArn='{FUNCTION_ROLES}'"
    )
    topic = f"TrailTopicArn={TOPIC}", f"TrailBucketRoleArn={READER}"
    deploy("Source=S3", f"TrailBucketName={BUCKET}", *topic, "MemorySize=512", "BatchingWindowSeconds=0")
    assert "rule" not in inventory(), "EventBridge is not used"


def test_counts_are_exact(since, trail):
    first, second, third, *_ = trail
    deliver((log_file(10, 1), first), (log_file(10, 2), second))
    deliver((log_file(10, 3), third))
    sent = first + second + third
    wait("log files are counted", lambda: received(since) == len(sent))
    expected = records.truth(sent)
    assert differences(counted(since), expected) == {}
    assert differences(extracted(expected), expected) == {}


def test_other_messages_on_the_topic_are_not_delivered(since, trail):
    publish({"messageType": "ConfigurationHistoryDeliveryCompleted", "s3ObjectKey": "AWSLogs/x", "s3Bucket": BUCKET})
    publish("CloudTrail validation message.")
    deliver((log_file(10, 4), trail[3]))
    wait("the log file is counted", lambda: received(since) == sum(map(len, trail[:4])))
    assert (waiting(output("ObjectQueueUrl")), totals(since)["ObjectsSkipped"]) == (0, 0)


def test_a_message_that_fails_is_replayed_whole(since, trail, tmp_path):
    objects, failed = output("ObjectQueueUrl"), output("FailureQueueUrl")
    # Five attempts would take half an hour.
    aws["sqs"].set_queue_attributes(QueueUrl=objects, Attributes={"VisibilityTimeout": "6"})
    good, late = trail[4], records.fresh(trail[0], "late")
    upload(log_file(10, 5), good)
    publish({"s3Bucket": BUCKET, "s3ObjectKey": [log_file(10, 5), log_file(10, 6)]})
    wait("the message is in the failure queue", lambda: (waiting(objects), waiting(failed)) == (0, 1))
    read = sum(trail[:4], [])
    assert differences(counted(since), records.truth(read)) == {}, "one object is missing, so that none is counted"
    upload(log_file(10, 6), late)
    code, printed = api_usage(f"replay --stack {STACK}", tmp_path)
    assert code == 0, printed
    read += good + late
    wait("both log files are counted", lambda: not differences(counted(since), records.truth(read)))
    wait("nothing waits", lambda: (waiting(objects), waiting(failed)) == (0, 0))
