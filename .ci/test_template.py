"""The template as CloudFormation would read it: its conditions tried both ways, the serverless transform, the linter."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cfnlint.decode import cfn_yaml
from cloud_radar.cf.unit import Template
from samtranslator.translator.transform import transform

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"  # the transform asks for one

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "template.yaml"
CONSOLE_TEMPLATE = ROOT / "dist" / "console-template.yaml"

ACCOUNT = "111122223333"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0123abcd"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"

ALWAYS = {
    "ApiUsageFunction", "ApiUsageRole", "ApiUsageLogGroup", "FailureQueue", "FailureQueuePolicy",
    "FailedEvents", "LogsInvokePermission", "TrailSubscription", "FoldedCallsAlarm", "DeliveryAlarm", "FunctionAlarm",
    "FailureQueueAlarm", "ExtractionAlarm", "ApiUsageDashboard", "ThrottledCallersQuery", "OperationCallersQuery",
    "ErrorsQuery", "FirstSeenQuery", "MalformedQuery",
}  # fmt: skip
TRAIL = {"Trail", "TrailBucket", "TrailBucketPolicy", "TrailLogGroup", "TrailRole"}
MAIL = {"AlarmTopic", "AlarmTopicPolicy"}
BY_DEFAULT = {"ThrottlingAlarm", "SilenceAlarm"}
ONE_OPERATION = {"AlarmService": "ssm", "AlarmOperation": "PutParameter"}

EXISTING = {"TrailLogGroupName": "trail-logs"}
NEW = {"CreateTrail": "true"}

# Parameters, and what there is of the stack beside what there always is.
STACKS = {
    "existing trail": (EXISTING, BY_DEFAULT),
    "new trail": (NEW, BY_DEFAULT | TRAIL),
    "new trail, kept for ever": (NEW | {"TrailBucketExpirationDays": "0"}, BY_DEFAULT | TRAIL),
    "no optional alarms": (EXISTING | {"ThrottleAlarmThreshold": "0", "SilenceMinutes": "0"}, set()),
    "alarm on an operation": (EXISTING | ONE_OPERATION, BY_DEFAULT | {"OperationCallsAlarm"}),
    "alarm on an operation elsewhere": (
        EXISTING | ONE_OPERATION | {"AlarmRegion": "us-east-1", "AlarmStatistic": "Maximum"},
        BY_DEFAULT | {"OperationCallsAlarm"},
    ),
    "mail": (EXISTING | {"AlarmEmail": "team@example.com"}, BY_DEFAULT | MAIL),
    "topic": (EXISTING | {"AlarmTopicArn": TOPIC}, BY_DEFAULT),
    "mail and topic": (EXISTING | {"AlarmEmail": "team@example.com", "AlarmTopicArn": TOPIC}, BY_DEFAULT | MAIL),
    "key": (EXISTING | {"KmsKeyArn": KEY}, BY_DEFAULT),
    "key and new trail": (NEW | {"KmsKeyArn": KEY}, BY_DEFAULT | TRAIL),
    "reserved concurrency": (EXISTING | {"ReservedConcurrency": "1"}, BY_DEFAULT),
    "everything": (
        NEW
        | ONE_OPERATION
        | {"AlarmEmail": "team@example.com", "AlarmTopicArn": TOPIC, "KmsKeyArn": KEY, "ReservedConcurrency": "2"},
        BY_DEFAULT | TRAIL | MAIL | {"OperationCallsAlarm"},
    ),
}


def raw():
    template, problems = cfn_yaml.load(str(TEMPLATE)), []
    assert not problems
    return json.loads(json.dumps(template))


RAW = raw()


# CloudFormation compares parameters as text, numbers too.
DEFAULTS = {name: str(parameter.get("Default", "")) for name, parameter in RAW["Parameters"].items()}


def stack_of(parameters, region="eu-west-1", partition="aws"):
    Template.Partition = partition
    return Template.from_yaml(TEMPLATE, {}).create_stack(DEFAULTS | parameters, region=region)


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
    assert set(stack_of(parameters).data["Resources"]) == ALWAYS | beside


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
    for parameters, _ in STACKS.values():
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


def test_throttles_are_no_alarm_where_they_are_the_way_to_wait():
    def metrics(name):
        first, *others = stack_of(STACKS[name][0]).get_resource("FunctionAlarm")["Properties"]["Metrics"]
        return first["Expression"], [one["Id"] for one in others]

    assert metrics("existing trail")[0] == "SUM([errors, throttles, dropped, unkept])"
    assert metrics("reserved concurrency")[0] == "SUM([errors, dropped, unkept])"


def test_the_queue_is_encrypted_in_one_way():
    for name, expected in (("existing trail", (True, None)), ("key", (None, KEY))):
        queue = stack_of(STACKS[name][0]).get_resource("FailureQueue")["Properties"]
        assert (queue.get("SqsManagedSseEnabled") or None, queue.get("KmsMasterKeyId") or None) == expected


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
    assert function["MemorySize"] == 256
    assert function["Role"] == {"Fn::GetAtt": ["ApiUsageRole", "Arn"]}
    for name in ("ApiUsageRole", "FailedEvents", "LogsInvokePermission", "TrailSubscription", "FailureQueuePolicy"):
        assert json.loads(json.dumps(after[name])) == RAW["Resources"][name]
    assert "ManagedPolicyArns" not in json.dumps(after)


def rule_holds(assertion, parameters):
    ((name, value),) = assertion.items()
    if name == "Fn::Equals":
        left, right = (parameters[part["Ref"]] if isinstance(part, dict) else part for part in value)
        return str(left) == str(right)
    holds = [rule_holds(part, parameters) for part in value]
    return {"Fn::And": all, "Fn::Or": any, "Fn::Not": lambda one: not one[0]}[name](holds)


@pytest.mark.parametrize(
    ("parameters", "refused_by"),
    [
        (EXISTING, []),
        (NEW, []),
        ({}, ["OneSourceOfRecords"]),
        (EXISTING | NEW, ["OneSourceOfRecords"]),
        (EXISTING | ONE_OPERATION, []),
        (EXISTING | {"AlarmService": "ssm"}, ["WholeOperationAlarm"]),
        (EXISTING | {"AlarmOperation": "PutParameter"}, ["WholeOperationAlarm"]),
    ],
)
def test_rules_refuse_what_can_not_work(parameters, refused_by):
    values = DEFAULTS | parameters
    broken = [
        name
        for name, rule in RAW["Rules"].items()
        if not all(rule_holds(one["Assert"], values) for one in rule["Assertions"])
    ]
    assert broken == refused_by


@pytest.mark.parametrize("template", [TEMPLATE, CONSOLE_TEMPLATE], ids=["template", "console template"])
@pytest.mark.parametrize("name", STACKS)
def test_lints_clean(template, name):
    parameters = [f"{key}={value}" for key, value in STACKS[name][0].items()]
    linter = Path(sys.executable).parent / "cfn-lint"
    result = subprocess.run(
        [linter, "--regions", "us-east-1", "us-gov-west-1", "cn-north-1", "--parameters", *parameters, "--", template],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert result.returncode == 0, result.stdout + result.stderr
