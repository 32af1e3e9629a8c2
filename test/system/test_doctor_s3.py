"""api-usage doctor with Source=S3: a working stack passes, and one broken thing fails the right check."""

import records
from alarms import put_metric
from doctor import assert_verdicts, send
from environment import aws, wait
from metrics import received
from stack import STACK, deploy, mapping_of, output
from trail import BUCKET, log_file, make_bucket, upload

# The emulator has no account policies, and the bucket is no trail's.
HEALTHY = {"extraction-policy": "unknown", "alarm-recipients": "warn"}


def notify(**configuration):
    aws["s3"].put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration=configuration)


def test_deploys(since):
    make_bucket()
    notify(EventBridgeConfiguration={})
    deploy("Source=S3", f"TrailBucketName={BUCKET}", "MemorySize=512", "BatchingWindowSeconds=0")
    sent = records.load()[-50:]
    upload(log_file(10, 1), sent)
    wait("a log file is counted", lambda: received(since) == len(sent))


def test_what_works_passes():
    assert_verdicts(HEALTHY)


def test_a_bucket_that_tells_nothing():
    notify()
    assert_verdicts(HEALTHY | {"bucket-events": "fail"})
    notify(EventBridgeConfiguration={})


def test_a_rule_that_is_disabled():
    [rule] = [one["Name"] for one in aws["events"].list_rules()["Rules"] if STACK in one["Name"]]
    aws["events"].disable_rule(Name=rule)
    assert_verdicts(HEALTHY | {"object-rule": "fail"})
    aws["events"].enable_rule(Name=rule)


def test_a_mapping_that_is_disabled():
    mapping = mapping_of(output("ObjectQueueUrl").rsplit("/", 1)[1])
    aws["lambda"].update_event_source_mapping(UUID=mapping, Enabled=False)
    assert_verdicts(HEALTHY | {"event-source-mapping": "fail"})


def test_a_queue_that_fills():
    queue = output("ObjectQueueUrl")
    # The mapping is still disabled.
    send(queue)
    # The emulator has no ages of messages.
    put_metric("AWS/SQS", "ApproximateAgeOfOldestMessage", 1800, QueueName=queue.rsplit("/", 1)[1])
    assert_verdicts(HEALTHY | {"event-source-mapping": "fail", "object-queue": "fail"})
