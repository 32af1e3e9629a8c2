"""Source=Logs: counts, metrics, alarms, failed events and their replay."""

import collections
import json
import time

import pytest
import records
from alarms import alarming, contributors, put_metric
from documentation import FAILURE_QUEUE
from environment import ACCOUNT, PROJECT, REGION, api_usage, aws, run, wait
from metrics import GROUP as FUNCTION_GROUP
from metrics import counted, differences, extracted, received, totals
from stack import STACK, deploy, output, visible, waiting
from trail import BUCKET, GROUP, logs_event, make_bucket, make_group, padded, parts, upload, write

PARAMETERS = "Source=Logs", f"TrailLogGroupName={GROUP}"


@pytest.fixture(scope="module")
def trail():
    return records.load()


@pytest.fixture(scope="module")
def busiest(trail):
    """The operation with the most calls, as dimensions."""
    calls = collections.Counter()
    for (metric, dimensions, _), count in records.truth(trail).items():
        if metric == "CallCount" and dimensions[1][0] == "Operation":
            calls[dimensions] += count
    return calls.most_common(1)[0][0]


def test_deploys(busiest):
    make_group()
    (_, service), (_, operation), (_, region) = busiest
    alarm = f"AlarmService={service}", f"AlarmOperation={operation}", f"AlarmRegion={region}", "AlarmThreshold=1"
    deploy(*PARAMETERS, "MemorySize=256", *alarm)


def test_silence_alarms_before_the_first_record():
    assert alarming() == {"silence"}


def test_counts_are_exact(since, trail):
    # One payload after the other, so that one environment sees them all and recognizes duplicates.
    arrived = 0
    for part in parts(trail, 100):
        write(records.texts(part))
        arrived += len(part)
        wait("records arrive", lambda: received(since) == arrived)
    assert differences(counted(since), records.truth(trail)) == {}


def test_records_delivered_twice_count_once(since, trail):
    again = trail[:50]
    write([*records.texts(again), "no JSON"])
    wait("records arrive", lambda: received(since) == len(trail) + 51)
    assert differences(counted(since), records.truth(trail)) == {}
    calls, known = len([*filter(records.is_call, trail)]), len([*filter(records.is_call, again)])
    own = {
        "RecordsReceived": len(trail) + 51,
        "RecordsCounted": calls,
        "RecordsDuplicate": known,
        "RecordsMalformed": 1,
        "RecordsSkipped": len(trail) + 50 - calls - known,
    }
    assert {name: count for name, count in totals(since).items() if name.startswith("Records")} == own


def test_get_metric_data_agrees(trail):
    expected = records.truth(trail)
    assert differences(extracted(expected), expected) == {}


def test_alarms_are_as_their_definitions_say(trail):
    assert alarming() == {"operation-calls", "throttling"}
    throttled = {
        ",".join(value for _, value in dimensions)
        for metric, dimensions, _ in records.truth(trail)
        if metric == "ThrottleCount" and dimensions[-1][0] == "Account"
    }
    assert contributors("throttling") == dict.fromkeys(throttled, "ALARM")


def test_a_line_that_can_not_be_extracted_raises_an_alarm():
    [stream, *_] = aws["logs"].describe_log_streams(logGroupName=FUNCTION_GROUP)["logStreams"]
    line = json.dumps({"_aws": {"Timestamp": 0, "CloudWatchMetrics": []}})
    aws["logs"].put_log_events(
        logGroupName=FUNCTION_GROUP,
        logStreamName=stream["logStreamName"],
        logEvents=[{"timestamp": stream["lastEventTimestamp"], "message": line}],
    )
    assert "extraction" in alarming()


@pytest.fixture(scope="module")
def failing(trail):
    """An undecodable event, and the records of one that is too large for 256 MB."""
    return json.loads((PROJECT / "events" / "undecodable.json").read_text()), padded(
        records.fresh(trail[-100:], "large")
    )


def test_events_that_fail_three_times_are_kept_whole(since, trail, failing):
    undecodable, large = failing
    events = [undecodable, logs_event(records.texts(large))]
    for event in events:
        aws["lambda"].invoke(FunctionName=output("FunctionName"), InvocationType="Event", Payload=json.dumps(event))
    queue = output("FailureQueueUrl")
    wait("two events are in the failure queue", lambda: waiting(queue) == 2)
    kept = aws["sqs"].receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)["Messages"]
    bodies = [json.loads(message["Body"]) for message in kept]
    assert sorted(body["requestPayload"]["awslogs"]["data"] for body in bodies) == sorted(
        e["awslogs"]["data"] for e in events
    )
    assert {body["responsePayload"]["errorType"] for body in bodies} == {"PayloadError"}
    assert differences(counted(since), records.truth(trail)) == {}


def test_failures_raise_alarms():
    queue = output("FailureQueueUrl")
    put_metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", waiting(queue), QueueName=queue.rsplit("/", 1)[1])
    assert {"function", "failure-queue"} <= alarming()


def test_the_documented_commands_send_them_again(since, trail, failing, tmp_path):
    deploy(*PARAMETERS, "MemorySize=512")
    printed = run(FAILURE_QUEUE, tmp_path)
    assert "PayloadError" in printed, "the event that still fails says why"
    expected = records.truth(trail + failing[1])
    wait("the large event is counted", lambda: not differences(counted(since), expected))
    assert waiting(output("FailureQueueUrl")) == 1, "the event that still fails is kept"
    assert [*tmp_path.iterdir()] == []


@pytest.fixture(scope="module")
def late(trail):
    """Records that an event holds which failed."""
    return records.fresh(trail[-100:], "replayed")


def test_replay_counts_what_can_be_counted_and_keeps_the_rest_aside(since, trail, failing, late, tmp_path):
    queue = output("FailureQueueUrl")
    hidden = waiting(queue)
    for event in (failing[0], logs_event(records.texts(late))):
        body = {"requestPayload": event, "responsePayload": {"errorType": "Error"}}
        aws["sqs"].send_message(QueueUrl=queue, MessageBody=json.dumps(body))
    code, printed = api_usage(f"replay --stack {STACK} --dry-run", tmp_path)
    assert (code, visible(queue), [*tmp_path.iterdir()]) == (0, 2, []), printed
    code, printed = api_usage(f"replay --stack {STACK}", tmp_path)
    assert code == 1, printed
    [kept] = tmp_path.iterdir()
    assert json.loads(kept.read_text())["content"]["awslogs"]["data"] == failing[0]["awslogs"]["data"]
    assert waiting(queue) == hidden
    expected = records.truth(trail + failing[1] + late)
    wait("the other event is counted", lambda: not differences(counted(since), expected))
    code, printed = api_usage(f"replay --stack {STACK}", tmp_path)
    assert code == 0, printed


def test_backfill_counts_log_files_of_the_bucket_once(since, trail, failing, late, tmp_path):
    make_bucket()
    early = records.fresh(trail[-100:], "backfilled")
    delivered = time.gmtime()
    folder = f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/{time.strftime('%Y/%m/%d', delivered)}"
    upload(f"{folder}/{ACCOUNT}_CloudTrail_{REGION}_{time.strftime('%Y%m%dT%H%MZ', delivered)}_x.json.gz", early)
    day = 24 * 3600
    start, end = (time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * day)) for days in (-7, 1))
    command = f"backfill --stack {STACK} s3://{BUCKET} --from {start} --to {end}"
    code, printed = api_usage(f"{command} --dry-run", tmp_path)
    assert (code, [*tmp_path.iterdir()]) == (0, []), printed
    assert "About 100 records" in printed
    for _ in range(2):
        code, printed = api_usage(command, tmp_path)
        assert code == 0, printed
    expected = records.truth(trail + failing[1] + late + early)
    wait("the records are counted", lambda: not differences(counted(since), expected))
