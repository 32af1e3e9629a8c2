"""api-usage doctor with Source=Logs: a working stack passes, and one broken thing fails the right check."""

import json
import time
import uuid

import records
from alarms import put_metric
from doctor import assert_verdicts, doctor, send, start
from environment import ACCOUNT, REGION, aws, wait
from metrics import GROUP as FUNCTION_GROUP
from metrics import received
from stack import STACK, deploy, output
from trail import make_stream, write

GROUP = f"/aws/cloudtrail/{STACK}"
# The emulator has no account policies, and its trail delivers nothing by itself.
HEALTHY = {"extraction-policy": "unknown", "trail-delivering": "warn"}


def test_deploys(since):
    deploy("CreateTrail=true", 'TrailLogGroupName=""', "AlarmEmail=ops@example.com")
    make_stream(GROUP)
    sent = records.load()[-50:]
    write(records.texts(sent), GROUP)
    wait("records arrive", lambda: received(since) == len(sent))


def test_what_works_passes():
    assert_verdicts(HEALTHY)


def test_the_function_alone_works(since):
    before = received(since)
    code, report = doctor("--function-only")
    assert (code, report["proof"]["verdict"]) == (0, "pass"), report
    assert received(since) == before, "nothing is counted"


def test_a_call_is_followed_to_the_log_of_the_function():
    with start("--wait") as process:
        called = next(line for line in process.stderr if line.startswith("Made the read-only call "))
        assert called == f"Made the read-only call sts:GetCallerIdentity in {REGION} as api-usage-doctor.\n"
        # What the trail would record and deliver.
        record = {
            "eventID": str(uuid.uuid4()),
            "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "eventSource": "sts.amazonaws.com",
            "eventName": "GetCallerIdentity",
            "awsRegion": REGION,
            "eventType": "AwsApiCall",
            "userAgent": "aws-sdk-js/3.1173.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#20.20.2 api/sts#3.1173.0 m/E,g app/api-usage-doctor",
            "userIdentity": {"type": "IAMUser", "userName": "operator", "accountId": ACCOUNT},
            "recipientAccountId": ACCOUNT,
        }
        write([json.dumps(record)], GROUP)
        printed, told = process.communicate(timeout=600)
    proof = json.loads(printed)["proof"]
    assert proof["verdict"] == "pass", told
    assert "has api-usage-doctor as the caller" in proof["found"]


def test_a_trail_that_is_stopped():
    aws["cloudtrail"].stop_logging(Name=STACK)
    assert_verdicts(HEALTHY | {"trail-logging": "fail"})
    aws["cloudtrail"].start_logging(Name=STACK)


def test_a_trail_that_leaves_read_events_out():
    def select(kind):
        selector = {"ReadWriteType": kind, "IncludeManagementEvents": True, "DataResources": []}
        aws["cloudtrail"].put_event_selectors(TrailName=STACK, EventSelectors=[selector])

    select("WriteOnly")
    assert_verdicts(HEALTHY | {"trail-coverage": "warn"})
    select("All")


def test_a_subscription_that_is_gone():
    [subscription] = aws["logs"].describe_subscription_filters(logGroupName=GROUP)["subscriptionFilters"]
    aws["logs"].delete_subscription_filter(logGroupName=GROUP, filterName=subscription["filterName"])
    assert_verdicts(HEALTHY | {"subscription": "fail"})
    kept = ("logGroupName", "filterName", "filterPattern", "destinationArn")
    aws["logs"].put_subscription_filter(**{name: subscription[name] for name in kept})


def test_a_permission_that_is_gone():
    function = output("FunctionName")
    [statement] = json.loads(aws["lambda"].get_policy(FunctionName=function)["Policy"])["Statement"]
    aws["lambda"].remove_permission(FunctionName=function, StatementId=statement["Sid"])
    assert_verdicts(HEALTHY | {"invoke-permission": "fail"})
    permission = {"Action": "lambda:InvokeFunction", "Principal": "logs.amazonaws.com"}
    aws["lambda"].add_permission(FunctionName=function, StatementId="again", **permission)


def test_a_function_that_is_switched_off():
    function = output("FunctionName")
    aws["lambda"].put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    assert_verdicts(HEALTHY | {"function-state": "fail"})
    aws["lambda"].delete_function_concurrency(FunctionName=function)


def test_a_failure_queue_that_fills():
    queue = output("FailureQueueUrl")
    send(queue)
    assert_verdicts(HEALTHY | {"failure-queue": "fail"})
    aws["sqs"].purge_queue(QueueUrl=queue)


def test_a_denial_in_the_log_of_the_function():
    # The emulator does not wrap warnings as Lambda does.
    line = {"level": "WARN", "message": {"warning": "Not counted", "reason": "AccessDenied: no"}}
    [stream, *_] = aws["logs"].describe_log_streams(logGroupName=FUNCTION_GROUP)["logStreams"]
    aws["logs"].put_log_events(
        logGroupName=FUNCTION_GROUP,
        logStreamName=stream["logStreamName"],
        logEvents=[{"timestamp": int(time.time() * 1000), "message": json.dumps(line)}],
    )
    assert_verdicts(HEALTHY | {"permissions": "fail"})


def test_an_alarm():
    put_metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", 1, QueueName=output("FailureQueueUrl").rsplit("/", 1)[1])
    assert_verdicts(HEALTHY | {"permissions": "fail", "alarms-on-counting": "fail"})


def test_a_stack_that_is_not_there():
    process = start(stack="nope")
    _, told = process.communicate()
    assert process.returncode == 2
    assert f"There is no stack nope in Region {REGION} of account {ACCOUNT}." in told
