"""The template as CloudFormation would read it: its conditions tried both ways, the serverless transform, the linter."""

import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.decode import cfn_yaml
from cfnlint.runner import Runner
from cloud_radar.cf.unit import Template
from samtranslator.translator.transform import transform

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"  # the transform asks for one

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "template.yaml"
CONSOLE_TEMPLATE = ROOT / "dist" / "console-template.yaml"

ACCOUNT = "111122223333"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0123abcd"
BOUNDARY = {"PermissionsBoundaryArn": f"arn:aws:iam::{ACCOUNT}:policy/limits/boundary"}
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"

ALWAYS = {
    "ApiUsageFunction", "ApiUsageRole", "ApiUsageLogGroup", "FoldedCallsAlarm", "FunctionAlarm", "ExtractionAlarm",
    "ApiUsageDashboard", "ThrottledCallersQuery", "ClosestToLimitQuery", "OperationCallersQuery", "ErrorsQuery", "FirstSeenQuery", "MalformedQuery",
}  # fmt: skip
QUEUE = {"FailureQueue", "FailureQueuePolicy", "FailureQueueAlarm"}
BY_SOURCE = {
    "Logs": QUEUE | {"FailedEvents", "LogsInvokePermission", "TrailSubscription", "DeliveryAlarm"},
    "Kinesis": {
        "TrailStream", "StreamRole", "StreamMapping", "FailureBucket", "FailureBucketPolicy", "StreamWritesAlarm",
        "StreamLagAlarm", "FailureBucketAlarm",
    },
    "S3": QUEUE | {"ObjectRule", "ObjectQueue", "ObjectQueuePolicy", "ObjectMapping", "ObjectDeliveryAlarm", "ObjectLagAlarm"},
}  # fmt: skip
STREAMED = {"StreamSubscription", "StreamDeliveryAlarm"}
SENDERS = {"StreamDestination"}
TRAIL = {"Trail", "TrailBucket", "TrailBucketPolicy"}
TRAIL_LOGS = {"TrailLogGroup", "TrailRole"}
MAIL = {"AlarmTopic", "AlarmTopicPolicy"}
BY_DEFAULT = {"ThrottlingAlarm", "RateLimitAlarm", "SilenceAlarm"}
ONE_OPERATION = {"AlarmService": "ssm", "AlarmOperation": "PutParameter"}

EXISTING = {"TrailLogGroupName": "trail-logs"}
NEW = {"CreateTrail": "true"}
KINESIS = {"Source": "Kinesis"}
S3 = {"Source": "S3"}
ACCOUNTS = {"SenderAccountIds": "222233334444,333344445555"}
ORGANIZATION = {"SenderOrganizationId": "o-a1b2c3d4e5"}
BUCKET = {"TrailBucketName": "trail-bucket"}
BUCKET_KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/trail"

# Where records may come from: parameters, and the resources of the stack in addition to those that the source always has.
ORIGINS = {
    "existing trail": (EXISTING, set()),
    "new trail": (NEW, TRAIL | TRAIL_LOGS),
    "stream of an existing trail": (KINESIS | EXISTING, STREAMED),
    "stream of a new trail": (KINESIS | NEW, STREAMED | TRAIL | TRAIL_LOGS),
    "stream of accounts": (KINESIS | ACCOUNTS, SENDERS),
    "stream of an organization": (KINESIS | ORGANIZATION, SENDERS),
    "stream of this account and others": (KINESIS | EXISTING | ACCOUNTS, STREAMED | SENDERS),
    "stream of this account and its organization": (KINESIS | EXISTING | ORGANIZATION, STREAMED | SENDERS),
    "stream of a new trail and others": (KINESIS | NEW | ACCOUNTS, STREAMED | SENDERS | TRAIL | TRAIL_LOGS),
    "objects of an existing trail": (S3 | BUCKET, set()),
    "objects with a prefix": (S3 | BUCKET | {"TrailBucketPrefix": "a/b"}, set()),
    "objects with a key": (S3 | BUCKET | {"TrailBucketKeyArn": BUCKET_KEY}, set()),
    "objects with a prefix and a key": (
        S3 | BUCKET | {"TrailBucketPrefix": "a/b", "TrailBucketKeyArn": BUCKET_KEY},
        set(),
    ),
    "objects of a new trail": (S3 | NEW, TRAIL),
}

# What changes something else in the stack, whatever the origin.
VARIATIONS = {
    "": {},
    ", key": {"KmsKeyArn": KEY},
    ", reserved concurrency": {"ReservedConcurrency": "5"},
    ", key and reserved concurrency": {"KmsKeyArn": KEY, "ReservedConcurrency": "5"},
}

# Parameters, and the resources of the stack in addition to those that the source always has.
STACKS = {
    f"{origin}{variation}": (parameters | more, BY_DEFAULT | resources)
    for origin, (parameters, resources) in ORIGINS.items()
    for variation, more in VARIATIONS.items()
} | {
    "new trail, kept forever": (NEW | {"TrailBucketExpirationDays": "0"}, BY_DEFAULT | TRAIL | TRAIL_LOGS),
    "no optional alarms": (
        EXISTING | {"ThrottleAlarmThreshold": "0", "RateLimitAlarmThreshold": "0", "SilenceMinutes": "0"},
        set(),
    ),
    "no utilization of rate limits": (EXISTING | {"RateLimitUtilizationFrom": "0"}, BY_DEFAULT - {"RateLimitAlarm"}),
    "alarm on an operation": (EXISTING | ONE_OPERATION, BY_DEFAULT | {"OperationCallsAlarm"}),
    "alarm on an operation elsewhere": (
        EXISTING | ONE_OPERATION | {"AlarmRegion": "us-east-1", "AlarmStatistic": "Maximum"},
        BY_DEFAULT | {"OperationCallsAlarm"},
    ),
    "permissions boundary": (EXISTING | BOUNDARY, BY_DEFAULT),
    "mail": (EXISTING | {"AlarmEmail": "team@example.com"}, BY_DEFAULT | MAIL),
    "topic": (EXISTING | {"AlarmTopicArn": TOPIC}, BY_DEFAULT),
    "mail, key": (EXISTING | {"AlarmEmail": "team@example.com", "KmsKeyArn": KEY}, BY_DEFAULT | MAIL),
    "mail and topic": (EXISTING | {"AlarmEmail": "team@example.com", "AlarmTopicArn": TOPIC}, BY_DEFAULT | MAIL),
} | {
    f"everything, {source}": (
        parameters
        | ONE_OPERATION
        | BOUNDARY
        | {"AlarmEmail": "team@example.com", "AlarmTopicArn": TOPIC, "KmsKeyArn": KEY, "ReservedConcurrency": "8"}
        | {"Timeout": "900", "BatchingWindowSeconds": "120", "MemorySize": "3072"},
        BY_DEFAULT | resources | MAIL | {"OperationCallsAlarm"},
    )
    for source, parameters, resources in (
        ("Logs", NEW, TRAIL | TRAIL_LOGS),
        (
            "Kinesis",
            KINESIS | NEW | ORGANIZATION | {"ParallelizationFactor": "10", "StreamRetentionHours": "24"},
            STREAMED | SENDERS | TRAIL | TRAIL_LOGS,
        ),
        ("S3", S3 | NEW, TRAIL),
    )
}


def source_of(parameters):
    return parameters.get("Source", "Logs")


def raw(path):
    return json.loads(json.dumps(cfn_yaml.load(str(path))))


RAW = raw(TEMPLATE)


# CloudFormation compares parameters as text, numbers too.
DEFAULTS = {name: str(parameter.get("Default", "")) for name, parameter in RAW["Parameters"].items()}


def stack_of(parameters, region="eu-west-1", partition="aws"):
    return resolved(tuple(sorted(parameters.items())), region, partition)


@cache
def resolved(parameters, region, partition):
    Template.AccountId = ACCOUNT
    Template.Partition = partition
    return Template.from_yaml(TEMPLATE, {}).create_stack(DEFAULTS | dict(parameters), region=region)


def chosen(value, conditions):
    """A value of the template with each Fn::If replaced by the branch that the conditions choose."""
    if isinstance(value, list):
        return [part for part in (chosen(part, conditions) for part in value) if part != {"Ref": "AWS::NoValue"}]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        condition, yes, no = value["Fn::If"]
        return chosen(yes if conditions[condition] else no, conditions)
    branches = {name: chosen(part, conditions) for name, part in value.items()}
    return {name: part for name, part in branches.items() if part != {"Ref": "AWS::NoValue"}}


def references(value):
    """All names that a value refers to."""
    if isinstance(value, list):
        for part in value:
            yield from references(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name in ("Ref", "DependsOn"):
                yield from part if isinstance(part, list) else [part]
            elif name == "Fn::GetAtt":
                yield part[0] if isinstance(part, list) else part.split(".")[0]
            elif name == "Fn::Sub":
                text, names = (part[0], part[1]) if isinstance(part, list) else (part, {})
                found = re.findall(r"\$\{([^!}][^}]*)\}", text)
                yield from (one.split(".")[0] for one in found if one not in names)
                yield from references(names)
            else:
                yield from references(part)


@pytest.mark.parametrize("name", STACKS)
def test_has_exactly_the_resources_it_should(name):
    parameters, beside = STACKS[name]
    assert set(stack_of(parameters).data["Resources"]) == ALWAYS | BY_SOURCE[source_of(parameters)] | beside


@pytest.mark.parametrize("name", STACKS)
def test_refers_to_nothing_that_is_not_there(name):
    parameters, _ = STACKS[name]
    stack = stack_of(parameters)
    conditions = stack.data["Conditions"]
    there = set(stack.data["Resources"]) | set(RAW["Parameters"])
    for where, resource in RAW["Resources"].items():
        if where in stack.data["Resources"]:
            for one in references(chosen(resource, conditions)):
                assert one in there or one.startswith("AWS::"), f"{where} refers to {one}"
    for where, output in RAW["Outputs"].items():
        if conditions.get(output.get("Condition"), True):
            for one in references(chosen(output["Value"], conditions)):
                assert one in there or one.startswith("AWS::"), f"output {where} refers to {one}"


def test_every_condition_is_tried_both_ways():
    tried = {name: set() for name in RAW["Conditions"]}
    topics = [f"arn:aws:sns:{region}:{ACCOUNT}:trail" for region in ("eu-west-1", "us-east-1")]
    more = [
        *(S3 | BUCKET | {"TrailTopicArn": topic} for topic in topics),
        S3 | BUCKET | {"TrailBucketRoleArn": f"arn:aws:iam::{ACCOUNT}:role/reader"},
        EXISTING | {"CountByAccount": "true"},
        EXISTING | {"PermissionsBoundaryArn": f"arn:aws:iam::{ACCOUNT}:policy/boundary"},
    ]
    for parameters in [*(parameters for parameters, _ in STACKS.values()), *more]:
        for name, value in stack_of(parameters).data["Conditions"].items():
            tried[name].add(value)
    assert all(values == {True, False} for values in tried.values()), tried


@pytest.mark.parametrize("name", STACKS)
def test_the_dashboard_is_json_and_shows_every_alarm(name):
    stack = stack_of(STACKS[name][0])
    body = json.loads(stack.get_resource("ApiUsageDashboard")["Properties"]["DashboardBody"])
    alarms = {one for one, resource in stack.data["Resources"].items() if resource["Type"] == "AWS::CloudWatch::Alarm"}
    (shown,) = [widget["properties"]["alarms"] for widget in body["widgets"] if widget["type"] == "alarm"]
    assert {one.removesuffix(".Arn") for one in shown} == alarms


def test_alarms_notify_whom_they_should():
    def actions(parameters):
        alarm = stack_of(parameters).get_resource("FoldedCallsAlarm")
        return [one for one in alarm["Properties"]["AlarmActions"] if one]

    assert actions(STACKS["existing trail"][0]) == []
    assert actions(STACKS["mail"][0]) == ["AlarmTopic"]
    assert actions(STACKS["topic"][0]) == [TOPIC]
    assert actions(STACKS["mail and topic"][0]) == ["AlarmTopic", TOPIC]


def test_the_alarm_on_an_operation_is_of_its_region():
    def region(name):
        alarm = stack_of(STACKS[name][0]).get_resource("OperationCallsAlarm")
        return {one["Name"]: one["Value"] for one in alarm["Properties"]["Dimensions"]}

    assert region("alarm on an operation") == {"Service": "ssm", "Operation": "PutParameter", "Region": "eu-west-1"}
    assert region("alarm on an operation elsewhere")["Region"] == "us-east-1"


@pytest.mark.parametrize(
    ("region", "partition"), [("eu-west-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")]
)
def test_names_the_log_group_and_the_partition(region, partition):
    for name, group in (("existing trail", "trail-logs"), ("new trail", "TrailLogGroup")):
        stack = stack_of(STACKS[name][0], region, partition)
        permission = stack.get_resource("LogsInvokePermission")["Properties"]
        assert permission["SourceArn"].startswith(f"arn:{partition}:logs:{region}:")
        assert permission["SourceArn"].endswith(f":log-group:{group}:*")
        assert stack.get_resource("TrailSubscription")["Properties"]["LogGroupName"] == group


def policies_of(name, role):
    """What a role of a stack may do: the statements of its policies."""
    stack = stack_of(STACKS[name][0])
    policies = [one for one in stack.get_resource(role)["Properties"]["Policies"] if one]
    return [statement for one in policies for statement in one["PolicyDocument"]["Statement"]]


def actions_of(name, role="ApiUsageRole"):
    actions = [statement["Action"] for statement in policies_of(name, role)]
    return sorted({one for action in actions for one in (action if isinstance(action, list) else [action])})


def test_the_function_may_do_what_its_source_takes_and_no_more():
    log = ["logs:CreateLogStream", "logs:PutLogEvents"]
    stream = [
        "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
        "kinesis:ListShards", "kinesis:SubscribeToShard",
    ]  # fmt: skip
    queue = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    key = ["kms:Decrypt", "kms:GenerateDataKey"]
    assert actions_of("existing trail") == [*log, "sqs:SendMessage"]
    assert actions_of("existing trail, key") == [*key, *log, "sqs:SendMessage"]
    assert actions_of("stream of an existing trail") == [*stream, *log, "s3:ListBucket", "s3:PutObject"]
    assert actions_of("stream of an existing trail, key") == [*stream, *key, *log, "s3:ListBucket", "s3:PutObject"]
    assert actions_of("objects of an existing trail") == [*log, "s3:GetObject", *queue]
    assert actions_of("objects of an existing trail, key") == ["kms:Decrypt", *log, "s3:GetObject", *queue]
    assert actions_of("objects with a key") == ["kms:Decrypt", *log, "s3:GetObject", *queue]


@pytest.mark.parametrize(
    ("name", "resource", "pattern"),
    [
        (
            "objects of an existing trail",
            "arn:aws:s3:::trail-bucket/AWSLogs/*/CloudTrail/*",
            "AWSLogs/*/CloudTrail/*.json.gz",
        ),
        (
            "objects with a prefix",
            "arn:aws:s3:::trail-bucket/a/b/AWSLogs/*/CloudTrail/*",
            "a/b/AWSLogs/*/CloudTrail/*.json.gz",
        ),
        (
            "objects of a new trail",
            "arn:aws:s3:::TrailBucket/AWSLogs/*/CloudTrail/*",
            "AWSLogs/*/CloudTrail/*.json.gz",
        ),
    ],
)
def test_the_function_reads_and_is_told_of_the_log_files_of_one_bucket(name, resource, pattern):
    (read,) = [one for one in policies_of(name, "ApiUsageRole") if one["Action"] == "s3:GetObject"]
    assert read["Resource"] == resource
    stack = stack_of(STACKS[name][0])
    detail = stack.get_resource("ObjectRule")["Properties"]["EventPattern"]["detail"]
    bucket = resource.split(":::")[1].split("/")[0]
    assert detail == {"bucket": {"name": [bucket]}, "object": {"key": [{"wildcard": pattern}]}}
    statements = stack.get_resource("ObjectQueuePolicy")["Properties"]["PolicyDocument"]["Statement"]
    (own,) = [one for one in statements if one["Sid"] == "Bucket"]
    assert own["Condition"]["ArnEquals"] == {"aws:SourceArn": f"arn:aws:s3:::{bucket}"}


def test_a_bucket_of_a_new_trail_sends_its_events_to_eventbridge_only_where_they_are_used():
    def notification(name):
        bucket = stack_of(STACKS[name][0]).get_resource("TrailBucket")["Properties"]
        return bucket.get("NotificationConfiguration") or None

    assert notification("objects of a new trail") == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert notification("new trail") is None


def test_a_new_trail_writes_logs_only_where_they_are_used():
    def logs(name):
        return stack_of(STACKS[name][0]).get_resource("Trail")["Properties"].get("CloudWatchLogsLogGroupArn") or None

    assert logs("objects of a new trail") is None
    assert logs("new trail") and logs("stream of a new trail")


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("stream of an existing trail", [ACCOUNT]),
        ("stream of accounts", [ACCOUNT, "222233334444", "333344445555"]),
        ("stream of an organization", None),
        ("stream of this account and others", [ACCOUNT, "222233334444", "333344445555"]),
        ("stream of this account and its organization", None),
    ],
)
def test_the_stream_is_written_to_for_known_accounts_of_this_region(name, accounts):
    role = stack_of(STACKS[name][0]).get_resource("StreamRole")["Properties"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    condition = statement["Condition"]
    assert condition["ArnLike"] == {"aws:SourceArn": "arn:aws:logs:eu-west-1:*:*"}
    named = (condition.get("ArnEquals") or {}).get("aws:SourceArn")
    assert named == (accounts and [f"arn:*:logs:*:{account}:*" for account in accounts])


def test_thirty_senders_fit_into_the_trust_policy():
    most = {"SenderAccountIds": ",".join(str(10**11 + i) for i in range(30))}
    role = stack_of(KINESIS | most, "us-gov-west-1", "aws-us-gov").get_resource("StreamRole")["Properties"]
    # IAM takes 2,048 characters, white space left out.
    assert len(json.dumps(role["AssumeRolePolicyDocument"], separators=(",", ":"))) <= 2048


@pytest.mark.parametrize(
    ("name", "principals"),
    [
        ("stream of accounts", [{"AWS": ["222233334444", "333344445555"]}]),
        ("stream of an organization", ["*"]),
        ("stream of this account and others", [{"AWS": ["222233334444", "333344445555"]}]),
    ],
)
def test_others_may_subscribe_to_the_destination_and_no_one_else(name, principals):
    stack = stack_of(STACKS[name][0])
    policy = json.loads(stack.get_resource("StreamDestination")["Properties"]["DestinationPolicy"])
    assert [one["Principal"] for one in policy["Statement"]] == principals
    for one in policy["Statement"]:
        assert one["Action"] == "logs:PutSubscriptionFilter"
        assert one["Resource"].startswith("arn:aws:logs:eu-west-1:") and ":destination:" in one["Resource"]
        organization = {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}
        assert one.get("Condition") == (organization if one["Principal"] == "*" else None)


@pytest.mark.parametrize("timeout", ["60", "900"])
def test_a_message_is_hidden_for_six_times_the_timeout(timeout):
    stack = stack_of(S3 | BUCKET | {"Timeout": timeout})
    assert int(stack.get_resource("ObjectQueue")["Properties"]["VisibilityTimeout"]) == 6 * int(timeout)


@pytest.mark.parametrize("hours", ["24", "168"])
def test_a_batch_is_given_up_before_it_expires(hours):
    mapping = stack_of(KINESIS | EXISTING | {"StreamRetentionHours": hours}).get_resource("StreamMapping")["Properties"]
    assert int(mapping["MaximumRecordAgeInSeconds"]) == (int(hours) - 4) * 3600


def test_the_queue_of_objects_scales_no_further_than_what_is_reserved():
    def scaling(name):
        return stack_of(STACKS[name][0]).get_resource("ObjectMapping")["Properties"].get("ScalingConfig") or None

    assert scaling("objects of an existing trail") is None
    assert scaling("objects of an existing trail, reserved concurrency") == {"MaximumConcurrency": "5"}


def test_throttles_are_no_alarm_where_they_are_the_way_to_wait():
    def metrics(name):
        first, *others = stack_of(STACKS[name][0]).get_resource("FunctionAlarm")["Properties"]["Metrics"]
        return first["Expression"], [one["Id"] for one in others]

    assert metrics("existing trail")[0] == "SUM([errors, throttles, dropped, unkept])"
    assert metrics("existing trail, reserved concurrency")[0] == "SUM([errors, dropped, unkept])"


def test_the_queues_are_encrypted_in_one_way():
    for name, expected in (
        ("objects of an existing trail", (True, None)),
        ("objects of an existing trail, key", (False, KEY)),
    ):
        for one in ("FailureQueue", "ObjectQueue"):
            queue = stack_of(STACKS[name][0]).get_resource(one)["Properties"]
            assert (queue["SqsManagedSseEnabled"], queue.get("KmsMasterKeyId") or None) == expected


def test_only_the_queue_of_objects_may_have_the_failure_queue_as_its_dead_letter_queue():
    allowed = stack_of(STACKS["existing trail"][0]).get_resource("FailureQueue")["Properties"]["RedriveAllowPolicy"]
    assert allowed == {"redrivePermission": "denyAll"}
    stack = stack_of(STACKS["objects of an existing trail"][0])
    allowed = stack.get_resource("FailureQueue")["Properties"]["RedriveAllowPolicy"]
    name = stack.get_resource("ObjectQueue")["Properties"]["QueueName"]
    assert allowed == {
        "redrivePermission": "byQueue",
        "sourceQueueArns": [f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}"],
    }
    assert len("api-usage-" + "01234567-89ab-cdef-0123-456789abcdef") <= 80


def roles_of(stack):
    return [one["Properties"] for one in stack.data["Resources"].values() if one["Type"] == "AWS::IAM::Role"]


@pytest.mark.parametrize("name", [name for name in STACKS if name.startswith("everything") or name == "existing trail"])
def test_every_role_has_the_permissions_boundary_that_is_given_or_none(name):
    boundary = STACKS[name][0].get("PermissionsBoundaryArn")
    roles = roles_of(stack_of(STACKS[name][0]))
    assert roles and all((role.get("PermissionsBoundary") or None) == boundary for role in roles)


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("existing trail, key", {"sqs"}),
        ("stream of an existing trail, key", {"kinesis", "s3"}),
        ("objects of an existing trail, key", {"sqs", "s3"}),
    ],
)
def test_roles_use_the_key_only_through_the_services_that_hold_data(name, services):
    for role in {"ApiUsageRole", "StreamRole"} & set(stack_of(STACKS[name][0]).data["Resources"]):
        (statement,) = [one for one in policies_of(name, role) if one["Resource"] == KEY]
        (condition,) = statement["Condition"].values()
        expected = {"kinesis"} if role == "StreamRole" else services
        assert set(condition["kms:ViaService"]) == {f"{one}.eu-west-1.amazonaws.com" for one in expected}


def test_a_new_trail_and_what_it_writes_to_are_encrypted_with_the_key():
    for name, key in (("new trail", None), ("new trail, key", KEY)):
        stack = stack_of(STACKS[name][0])
        (bucket,) = stack.get_resource("TrailBucket")["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        keys = (
            stack.get_resource("Trail")["Properties"].get("KMSKeyId") or None,
            bucket["ServerSideEncryptionByDefault"].get("KMSMasterKeyID"),
            stack.get_resource("TrailLogGroup")["Properties"].get("KmsKeyId") or None,
        )
        assert keys == (key, key, key)


def test_the_alarm_topic_is_encrypted_with_the_key():
    for name, key in (("mail", None), ("mail, key", KEY)):
        topic = stack_of(STACKS[name][0]).get_resource("AlarmTopic")["Properties"]
        assert (topic.get("KmsMasterKeyId") or None) == key


@pytest.mark.parametrize("days", ["0", "30"])
def test_log_files_of_a_new_trail_can_be_restored_and_expire_only_where_they_should(days):
    bucket = stack_of(NEW | {"TrailBucketExpirationDays": days}).get_resource("TrailBucket")["Properties"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    expiring = [one for one in bucket["LifecycleConfiguration"]["Rules"] if one and one["Id"] == "Expire"]
    versions = [(one["ExpirationInDays"], one["NoncurrentVersionExpiration"]) for one in expiring]
    assert versions == ([] if days == "0" else [(days, {"NoncurrentDays": 30})])


@pytest.mark.parametrize(
    ("parameters", "memory"),
    [
        (EXISTING, 256),
        (KINESIS | EXISTING, 256),
        (S3 | BUCKET, 512),
        (EXISTING | {"MemorySize": "1024"}, 1024),
        (S3 | BUCKET | {"MemorySize": "2048"}, 2048),
    ],
)
def test_memory_is_chosen_by_the_source_unless_it_is_given(parameters, memory):
    function = stack_of(parameters).get_resource("ApiUsageFunction")["Properties"]
    assert int(function["MemorySize"]) == memory


def test_the_stream_and_what_it_gave_up_are_encrypted_with_the_key():
    for name, keys in (
        ("stream of an existing trail", ("alias/aws/kinesis", None)),
        ("stream of an existing trail, key", (KEY, KEY)),
    ):
        stack = stack_of(STACKS[name][0])
        stream = stack.get_resource("TrailStream")["Properties"]["StreamEncryption"]
        encryption = stack.get_resource("FailureBucket")["Properties"]["BucketEncryption"]
        (bucket,) = encryption["ServerSideEncryptionConfiguration"]
        assert (stream["KeyId"], bucket["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")) == keys


class NoManagedPolicies:
    def load(self):
        return {}


def transformed():
    template = json.loads(json.dumps(RAW))
    template["Resources"]["ApiUsageFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
    return transform(template, DEFAULTS | EXISTING, NoManagedPolicies())


def test_the_transform_adds_nothing():
    assert set(transformed()["Resources"]) == set(RAW["Resources"])


def test_the_transform_leaves_the_function_and_its_permissions_as_they_are():
    after = transformed()["Resources"]
    function = after["ApiUsageFunction"]["Properties"]
    assert after["ApiUsageFunction"]["Type"] == "AWS::Lambda::Function"
    assert function["Handler"] == "index.handler"
    assert function["Runtime"] == "nodejs24.x"
    assert function["MemorySize"] == RAW["Resources"]["ApiUsageFunction"]["Properties"]["MemorySize"]
    assert function["Role"] == {"Fn::GetAtt": ["ApiUsageRole", "Arn"]}
    for name, before in RAW["Resources"].items():
        if name != "ApiUsageFunction":
            assert json.loads(json.dumps(after[name]["Properties"])) == before["Properties"]
    assert "ManagedPolicyArns" not in json.dumps(after)


def test_the_console_template_is_what_the_transform_leaves_with_the_code_inline():
    expected = json.loads(json.dumps(transformed()))
    function = expected["Resources"]["ApiUsageFunction"]
    function.pop("Metadata")
    # Says who made the function, which is not SAM.
    assert function["Properties"].pop("Tags") == [{"Key": "lambda:createdBy", "Value": "SAM"}]
    assert function["Properties"].pop("Code") == {"S3Bucket": "bucket", "S3Key": "key"}
    assert expected["Metadata"].pop("AWS::ServerlessRepo::Application")
    console = raw(CONSOLE_TEMPLATE)
    code = console["Resources"]["ApiUsageFunction"]["Properties"].pop("Code")
    assert code == {"ZipFile": (ROOT / "dist" / "index.cjs").read_text()}
    assert console == expected


def test_the_console_template_is_small_enough_for_cloudformation():
    # A template given by its address in S3: the console and StackSets upload it there.
    assert CONSOLE_TEMPLATE.stat().st_size < 1024 * 1024


def rule_holds(assertion, parameters):
    ((name, value),) = assertion.items()
    if name == "Fn::Equals":
        left, right = (parameters[part["Ref"]] if isinstance(part, dict) else part for part in value)
        return str(left) == str(right)
    if name == "Fn::Contains":
        return str(parameters[value[1]["Ref"]]) in value[0]
    holds = [rule_holds(part, parameters) for part in value]
    return {"Fn::And": all, "Fn::Or": any, "Fn::Not": lambda one: not one[0]}[name](holds)


def broken_rules(parameters):
    values = DEFAULTS | parameters
    return [
        name
        for name, rule in RAW["Rules"].items()
        if rule_holds(rule.get("RuleCondition", {"Fn::And": []}), values)
        and not all(rule_holds(one["Assert"], values) for one in rule["Assertions"])
    ]


@pytest.mark.parametrize("name", STACKS)
def test_rules_take_every_stack_that_is_tested_here(name):
    assert broken_rules(STACKS[name][0]) == []


@pytest.mark.parametrize(
    ("parameters", "refused_by"),
    [
        ({}, ["OneLogGroup"]),
        (EXISTING | NEW, ["OneLogGroup"]),
        (EXISTING | {"AlarmService": "ssm"}, ["WholeOperationAlarm"]),
        (EXISTING | {"AlarmOperation": "PutParameter"}, ["WholeOperationAlarm"]),
        (EXISTING | BUCKET, ["BucketOnlyWithS3"]),
        (EXISTING | {"TrailBucketPrefix": "a"}, ["BucketOnlyWithS3"]),
        (EXISTING | {"TrailBucketKeyArn": BUCKET_KEY}, ["BucketOnlyWithS3"]),
        (EXISTING | ACCOUNTS, ["SendersOnlyWithKinesis"]),
        (EXISTING | ORGANIZATION, ["SendersOnlyWithKinesis"]),
        (KINESIS | ACCOUNTS | ORGANIZATION, ["OneKindOfSender"]),
        (KINESIS, ["SomethingToStream"]),
        (KINESIS | EXISTING | NEW, ["SomethingToStream"]),
        (KINESIS | ACCOUNTS | {"FilterPattern": "x"}, ["SomethingToStream"]),
        (KINESIS | EXISTING | BUCKET, ["BucketOnlyWithS3"]),
        (S3, ["OneBucket"]),
        (S3 | BUCKET | NEW, ["OneBucket"]),
        (S3 | BUCKET | {"MemorySize": "256"}, ["OneBucket"]),
        (S3 | BUCKET | EXISTING, ["OneBucket"]),
        (S3 | BUCKET | {"FilterPattern": "x"}, ["OneBucket"]),
        (S3 | NEW | {"TrailBucketPrefix": "a"}, ["OneBucket"]),
        (S3 | NEW | {"TrailBucketKeyArn": BUCKET_KEY}, ["OneBucket"]),
        (S3 | BUCKET | {"ReservedConcurrency": "1"}, ["OneBucket"]),
        (S3 | BUCKET | {"ReservedConcurrency": "4"}, ["OneBucket"]),
        (S3 | BUCKET | ACCOUNTS, ["SendersOnlyWithKinesis"]),
    ],
)
def test_rules_refuse_what_can_not_work(parameters, refused_by):
    assert broken_rules(parameters) == refused_by


def linted(run):
    """What the linter has against a template with these parameters: the messages."""
    template, parameters = run
    given = [f"{key}={value}" for key, value in parameters.items()]
    regions = ["us-east-1", "us-gov-west-1", "cn-north-1"]
    arguments = ["--regions", *regions, "--parameters", *given, "--", str(template)]
    return [str(one) for one in Runner(ConfigMixIn(arguments)).run()]


LINTED = [(TEMPLATE, name) for name in STACKS] + [(CONSOLE_TEMPLATE, f"everything, {source}") for source in BY_SOURCE]


@pytest.fixture(scope="session")
def lint_messages():
    os.chdir(ROOT)
    with ProcessPoolExecutor() as pool:
        return dict(zip(LINTED, pool.map(linted, [(template, STACKS[name][0]) for template, name in LINTED])))


@pytest.mark.parametrize(("template", "name"), LINTED)
def test_lints_clean(template, name, lint_messages):
    assert lint_messages[template, name] == []
