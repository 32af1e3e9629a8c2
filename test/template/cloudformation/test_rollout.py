"""The templates that go to many accounts, and the ways to send them there: StackSets, Terraform, CDK."""

import json
import re
import shlex
import subprocess

import botocore.session
import hcl2
import pytest
from cloud_radar.cf.unit import Template
from samtranslator.translator.transform import transform
from test_template import ACCOUNT, CONSOLE_TEMPLATE, ROOT, NoManagedPolicies, linted, raw, references

SMALL = sorted((ROOT / "templates").glob("*.yaml"))
SENDER = ROOT / "templates" / "sender.yaml"
READER = ROOT / "templates" / "bucket-reader-role.yaml"
PLAIN = [CONSOLE_TEMPLATE, *SMALL]
# The pages with commands that deploy.
ROLLOUT = "".join((ROOT / "docs" / name).read_text() for name in ("deploy.md", "organizations.md"))
ENCRYPTION = (ROOT / "docs" / "encryption.md").read_text()

EXAMPLE = {
    "DestinationArn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:destination:api-usage-tracker",
    "TrailLogGroupName": "trail-logs",
}
BOUNDARY = {"PermissionsBoundaryName": "limits/boundary"}

by_name = pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
small_by_name = pytest.mark.parametrize("path", SMALL, ids=lambda path: path.name)


@by_name
def test_templates_for_stacksets_use_no_macro_and_share_nothing_with_other_stacks(path):
    template = raw(path)
    text = json.dumps(template)
    assert "Transform" not in template and "Fn::Transform" not in text and "AWS::Serverless" not in text
    assert not any("Export" in output for output in template["Outputs"].values())
    assert "Fn::ImportValue" not in text


@by_name
def test_the_transform_would_leave_them_as_they_are(path):
    template = raw(path)
    values = {name: str(parameter.get("Default", "x")) for name, parameter in template["Parameters"].items()}
    assert transform(json.loads(json.dumps(template)), values, NoManagedPolicies()) == template


@small_by_name
def test_small_templates_fit_into_the_text_of_a_request(path):
    assert path.stat().st_size <= 51200


@small_by_name
def test_parameters_are_described_and_bounded(path):
    template = raw(path)
    for name, parameter in template["Parameters"].items():
        assert re.fullmatch(r".{20,}\.", parameter["Description"], re.DOTALL), name
        assert {"AllowedPattern", "AllowedValues", "MaxLength"} & parameter.keys(), name
        if "AllowedPattern" in parameter:
            assert parameter["ConstraintDescription"].startswith("must be "), name
            if "Default" in parameter:
                assert re.fullmatch(parameter["AllowedPattern"], parameter["Default"]), name


@small_by_name
def test_every_role_can_have_a_permissions_boundary(path):
    for name, resource in raw(path)["Resources"].items():
        if resource["Type"] == "AWS::IAM::Role":
            assert "PermissionsBoundary" in resource["Properties"], name


@small_by_name
def test_refer_only_to_what_they_have(path):
    template = raw(path)
    names = set(template["Resources"]) | set(template["Parameters"])
    for one in references([template["Resources"], template["Outputs"]]):
        assert one in names or one.startswith("AWS::"), one


def sender(parameters, partition="aws"):
    Template.AccountId, Template.Partition = ACCOUNT, partition
    stack = Template.from_yaml(SENDER, {}).create_stack(EXAMPLE | parameters, region="eu-west-1")
    return {name: resource["Properties"] for name, resource in stack.data["Resources"].items()}


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov", "aws-cn"])
def test_a_sender_may_send_the_events_of_one_log_group(partition):
    resources = sender({"FilterPattern": "x"}, partition)
    (policy,) = resources["SenderRole"]["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (
        "logs:PutLogEvents",
        f"arn:{partition}:logs:eu-west-1:{ACCOUNT}:log-group:trail-logs:*",
    )
    subscription = resources["Subscription"]
    assert subscription["LogGroupName"] == "trail-logs" and subscription["FilterPattern"] == "x"
    assert subscription["DestinationArn"] == EXAMPLE["DestinationArn"]
    assert subscription["RoleArn"] == "SenderRole.Arn"


def test_a_sender_has_the_boundary_of_its_own_account_or_none():
    assert not sender({})["SenderRole"].get("PermissionsBoundary")
    assert sender(BOUNDARY)["SenderRole"]["PermissionsBoundary"] == f"arn:aws:iam::{ACCOUNT}:policy/limits/boundary"


READ = {
    "FunctionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/api-usage-tracker-ApiUsageRole-*",
    "BucketName": "trail",
}
READ_OPTIONS = {
    "BucketPrefix": "a/b",
    "BucketKeyArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0123abcd",
    "PermissionsBoundaryName": "limits/boundary",
}
LINTED = [
    ("sender.yaml", EXAMPLE),
    ("sender.yaml", EXAMPLE | BOUNDARY | {"FilterPattern": "x"}),
    ("bucket-reader-role.yaml", READ),
    ("bucket-reader-role.yaml", READ | READ_OPTIONS),
]


@pytest.mark.parametrize(("name", "parameters"), LINTED)
def test_small_templates_lint_clean(name, parameters):
    assert linted((ROOT / "templates" / name, parameters)) == []


def test_every_small_template_is_linted_with_its_conditions_both_ways():
    assert {path.name for path in SMALL} == {name for name, _ in LINTED}
    for path in SMALL:
        tried = [
            Template.from_yaml(path, {}).create_stack(parameters, region="eu-west-1").data["Conditions"]
            for name, parameters in LINTED
            if name == path.name
        ]
        for condition in raw(path)["Conditions"]:
            assert {one[condition] for one in tried} == {True, False}, condition


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("arn:aws:logs:eu-west-1:111122223333:destination:api-usage-tracker", True),
        ("arn:aws-us-gov:logs:us-gov-west-1:111122223333:destination:a", True),
        ("arn:aws:kinesis:eu-west-1:111122223333:stream/a", False),
        ("api-usage-tracker", False),
        ("", False),
    ],
)
def test_a_sender_takes_only_a_destination(value, good):
    pattern = raw(SENDER)["Parameters"]["DestinationArn"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, value)) == good


@pytest.mark.parametrize("parameters", [READ, READ | BOUNDARY | {"BucketPrefix": "a/b"}])
def test_a_bucket_reader_lints_clean(parameters):
    assert linted((READER, parameters)) == []


def test_a_bucket_reader_trusts_the_role_in_the_account_of_the_function():
    Template.AccountId, Template.Partition = "444455556666", "aws"
    stack = Template.from_yaml(READER, {}).create_stack(READ | {"BucketPrefix": "a/b"}, region="eu-west-1")
    role = stack.data["Resources"]["BucketReaderRole"]["Properties"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert trust["Condition"] == {"ArnLike": {"aws:PrincipalArn": READ["FunctionRoleArn"]}}
    (read, *_) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert read["Resource"] == "arn:aws:s3:::trail/a/b/AWSLogs/*/CloudTrail/*"


def terraform(name):
    with (ROOT / "examples" / "terraform" / name).open() as file:
        return plain(hcl2.load(file))


def plain(value):
    """A parsed value without the quotation marks of strings and the parser's own members."""
    if isinstance(value, dict):
        return {name.strip('"'): plain(one) for name, one in value.items() if not name.startswith("__")}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.strip('"') if isinstance(value, str) else value


def blocks(parsed, kind):
    return {name: body for one in parsed.get("resource", []) for type_, named in one.items() if type_ == kind
            for name, body in named.items()}  # fmt: skip


def required(template):
    return {name for name, parameter in template["Parameters"].items() if "Default" not in parameter}


@pytest.mark.parametrize(
    ("file", "kind", "template", "capability"),
    [
        ("tracker.tf", "aws_cloudformation_stack", CONSOLE_TEMPLATE, "CAPABILITY_IAM"),
        ("senders.tf", "aws_cloudformation_stack_set", SENDER, "CAPABILITY_IAM"),
        ("log-archive.tf", "aws_cloudformation_stack", READER, "CAPABILITY_NAMED_IAM"),
    ],
)
def test_terraform_gives_the_parameters_that_the_template_has(file, kind, template, capability):
    parsed = terraform(file)
    (stack,) = blocks(parsed, kind).values()
    template = raw(template)
    assert required(template) <= set(stack["parameters"]) <= set(template["Parameters"])
    assert stack["capabilities"] == [capability]
    outputs = re.findall(r'outputs\["?(\w+)"?\]', json.dumps(parsed.get("output", [])).replace('\\"', '"'))
    assert set(outputs) <= set(template["Outputs"])


def test_terraform_refers_only_to_variables_that_are_declared():
    for path in (ROOT / "examples" / "terraform").glob("*.tf"):
        declared = {name for one in terraform(path.name).get("variable", []) for name in one}
        assert declared == set(re.findall(r"\bvar\.(\w+)", path.read_text())), path.name


def test_terraform_passes_only_a_small_template_as_text():
    (stacks,) = blocks(terraform("senders.tf"), "aws_cloudformation_stack_set").values()
    assert "sender.yaml" in stacks["template_body"] and stacks["permission_model"] == "SERVICE_MANAGED"
    (tracker,) = blocks(terraform("tracker.tf"), "aws_cloudformation_stack").values()
    assert "template_url" in tracker and "template_body" not in tracker


def test_cdk_gives_parameters_and_names_resources_that_the_template_has():
    text = (ROOT / "examples" / "cdk" / "tracker.ts").read_text() + ROLLOUT
    template = raw(CONSOLE_TEMPLATE)
    (parameters,) = re.findall(r"const PARAMETERS = \{(.*?)\}", text, re.DOTALL)
    assert set(re.findall(r"(\w+):", parameters)) <= set(template["Parameters"])
    named = re.findall(r"getResource\('(\w+)'\)", text)
    assert len(named) == 2 and set(named) <= set(template["Resources"])


SHELL = re.findall(r"^```bash\n(.*?)^```", ROLLOUT, re.DOTALL | re.MULTILINE)


def commands():
    """The calls of the AWS CLI in the documents, as lists of words."""
    for block in SHELL:
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("aws "):
                yield shlex.split(line)


def test_the_shell_commands_are_well_formed():
    assert SHELL
    for block in SHELL:
        subprocess.run(["bash", "-n"], input=block, text=True, check=True)


@pytest.mark.parametrize("words", list(commands()), ids=lambda words: " ".join(words[1:3]))
def test_stackset_commands_have_options_that_exist_and_all_that_are_required(words):
    _, service, command, *rest = words
    if service != "cloudformation" or command == "deploy":
        return
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model("".join(part.title() for part in command.split("-"))).input_shape
    members = {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower(): name for name in shape.members}
    given = {one.removeprefix("--") for one in rest if one.startswith("--")} - {"region", "query", "output"}
    assert given <= set(members)
    assert set(shape.required_members) <= {members[one] for one in given}


@pytest.mark.parametrize("words", list(commands()), ids=lambda words: " ".join(words[1:3]))
def test_commands_give_parameters_that_the_template_has(words):
    text = " ".join(words)
    template = raw(SENDER if "senders" in text else CONSOLE_TEMPLATE)
    given = re.findall(r"ParameterKey=(\w+)", text)
    if "--parameter-overrides" in words:
        given += [one.split("=")[0] for one in words[words.index("--parameter-overrides") + 1 :]]
    assert set(given) <= set(template["Parameters"])
    if "create-stack-set" in words:
        assert required(template) <= set(given)
    outputs = re.findall(r"OutputKey==`(\w+)`", text)
    assert set(outputs) <= set(template["Outputs"])


POLICIES = [json.loads(one) for one in re.findall(r"^```json\n(.*?)^```", ENCRYPTION, re.DOTALL | re.MULTILINE)]


@pytest.mark.parametrize("statement", POLICIES, ids=lambda statement: statement["Sid"])
def test_key_policies_bind_services_to_the_account(statement):
    condition = json.dumps(statement["Condition"])
    assert "ACCOUNT" in condition or "TOPIC-ARN" in condition
    assert "aws:SourceAccount" in condition or "aws:SourceArn" in condition or "kms:EncryptionContext" in condition
    assert "Service" in statement["Principal"]
