"""Source=S3: notifications, counts, other objects, failed messages and their replay, log files from before the stack."""

import json

import pytest
import records
from documentation import FAILURE_QUEUE, OUTPUTS, commands
from environment import ACCOUNT, REGION, aws, bash, run, wait
from metrics import counted, differences, extracted, received, totals
from stack import STACK, deploy, mapping_of, output, waiting
from trail import BUCKET, DAY, log_file, make_bucket, parts, upload

EVENTBRIDGE = commands("bucket-eventbridge", **{"NAME-OF-THE-BUCKET": BUCKET})
DIGEST = f"{DAY.replace('CloudTrail', 'CloudTrail-Digest')}/{ACCOUNT}_CloudTrail-Digest_{REGION}_x.json.gz"


@pytest.fixture(scope="module")
def trail():
    """Log files: some from before the stack, some that are delivered, one next to a damaged one."""
    early, *rest = parts(records.load(), 100)
    *delivered, neighbor, damaged = rest
    return {"early": early, "delivered": sum(delivered, []), "neighbor": neighbor, "damaged": damaged}


def configuration():
    return aws["s3"].get_bucket_notification_configuration(Bucket=BUCKET)


def test_documented_commands_add_eventbridge_to_what_is_there(trail, tmp_path):
    make_bucket()
    upload(log_file(9, 1), trail["early"])
    topic = aws["sns"].create_topic(Name="another-notification")["TopicArn"]
    other = {"Id": "other", "TopicArn": topic, "Events": ["s3:ObjectRemoved:*"]}
    aws["s3"].put_bucket_notification_configuration(
        Bucket=BUCKET, NotificationConfiguration={"TopicConfigurations": [other]}
    )
    run(EVENTBRIDGE, tmp_path)
    assert "EventBridgeConfiguration" in configuration()
    assert [one["TopicArn"] for one in configuration()["TopicConfigurations"]] == [topic]
    code, _ = bash(EVENTBRIDGE, tmp_path)
    assert code != 0, "a second time they do nothing"


def test_deploys():
    deploy("Source=S3", f"TrailBucketName={BUCKET}", "MemorySize=512", "BatchingWindowSeconds=0")
    attributes = aws["sqs"].get_queue_attributes(
        QueueUrl=output("ObjectQueueUrl"), AttributeNames=["VisibilityTimeout"]
    )
    assert attributes["Attributes"]["VisibilityTimeout"] == "360"


def test_counts_are_exact(since, trail):
    for number, part in enumerate(parts(trail["delivered"], 100)):
        upload(log_file(10, number), part)
    wait("log files are counted", lambda: received(since) == len(trail["delivered"]))
    expected = records.truth(trail["delivered"])
    assert differences(counted(since), expected) == {}
    assert differences(extracted(expected), expected) == {}


def test_the_rule_names_only_log_files(since, trail):
    upload(DIGEST, trail["early"])
    upload(f"{DAY.replace('CloudTrail', 'Config')}/x.json.gz", trail["early"])
    upload(log_file(11, 0), trail["neighbor"])
    # The others were uploaded before it.
    wait("the log file is counted", lambda: received(since) == len(trail["delivered"] + trail["neighbor"]))
    assert (waiting(output("ObjectQueueUrl")), totals(since)["ObjectsSkipped"]) == (0, 0)


@pytest.fixture(scope="module")
def read(trail):
    """The records that are counted so far."""
    return trail["delivered"] + trail["neighbor"]


def test_only_messages_that_fail_five_times_are_kept(since, trail, read):
    objects, failed = output("ObjectQueueUrl"), output("FailureQueueUrl")
    # Five attempts would take half an hour.
    aws["sqs"].set_queue_attributes(QueueUrl=objects, Attributes={"VisibilityTimeout": "6"})
    [rule] = [one["Name"] for one in aws["events"].list_rules()["Rules"] if STACK in one["Name"]]
    aws["events"].disable_rule(Name=rule)
    good = records.fresh(trail["early"], "good")
    upload(log_file(20, 0), good)
    upload(log_file(20, 1), trail["damaged"], cut=-200)
    mapping = mapping_of(objects.rsplit("/", 1)[1])
    aws["lambda"].update_event_source_mapping(UUID=mapping, Enabled=False)
    for key in (log_file(20, 0), log_file(20, 1), log_file(20, 2), DIGEST):
        detail = {"bucket": {"name": BUCKET}, "object": {"key": key}}
        message = {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}
        aws["sqs"].send_message(QueueUrl=objects, MessageBody=json.dumps(message))
    aws["lambda"].update_event_source_mapping(UUID=mapping, Enabled=True)
    read += good
    wait(
        "a missing and a damaged object are in the failure queue", lambda: (waiting(objects), waiting(failed)) == (0, 2)
    )
    assert differences(counted(since), records.truth(read)) == {}
    assert received(since) == len(read)
    assert totals(since)["ObjectsSkipped"] == 1, "the digest"


def test_the_documented_commands_send_them_again(since, trail, read, tmp_path):
    upload(log_file(20, 1), trail["damaged"])
    late = records.fresh(trail["early"], "late")
    upload(log_file(20, 2), late)
    run(FAILURE_QUEUE, tmp_path)
    read += trail["damaged"] + late
    wait("they are counted", lambda: received(since) == len(read))
    assert differences(counted(since), records.truth(read)) == {}
    wait("nothing waits", lambda: (waiting(output("ObjectQueueUrl")), waiting(output("FailureQueueUrl"))) == (0, 0))
    assert [*tmp_path.iterdir()] == []


def test_the_documented_commands_count_log_files_from_before(since, trail, read, tmp_path):
    block = commands(
        "backfill-queue",
        **{
            "NAME-OF-THE-BUCKET": BUCKET,
            "ACCOUNT": ACCOUNT,
            "REGION": REGION,
            "2026/11/22": "2026/11/25",
            "20261122T10": "20261125T09",
        },
    )
    run(f"{OUTPUTS}\nOBJECTS=$(output ObjectQueueUrl)\n{block}", tmp_path)
    read += trail["early"]
    wait("the log file is counted", lambda: received(since) == len(read))
    assert differences(counted(since), records.truth(read)) == {}
    assert [*tmp_path.iterdir()] == []


def test_the_bucket_may_notify_the_queue_itself(since, trail, read, tmp_path):
    aws["s3"].put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration={})
    lines = EVENTBRIDGE.split("\n")
    [third] = [number for number, line in enumerate(lines) if line.startswith("  jq -s")]
    lines[third] = commands("bucket-notification", **{"OBJECT-QUEUE-ARN": output("ObjectQueueArn")})
    assert run("\n".join(lines), tmp_path) == ""
    own = records.fresh(trail["early"], "own")
    upload(log_file(21, 0), own)
    upload(DIGEST, trail["early"])
    read += own
    wait("the log file is counted", lambda: received(since) == len(read))
    # Also the test message that S3 sends when notifications are set up.
    wait("the digest is skipped", lambda: totals(since)["ObjectsSkipped"] == 3)
    assert differences(counted(since), records.truth(read)) == {}
