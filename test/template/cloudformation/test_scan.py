"""Checkov on every template, and on the main one as it is with everything that can be configured."""

import json
import re
import subprocess

import pytest
from test_template import CONSOLE_TEMPLATE, RAW, ROOT, STACKS, TEMPLATE, chosen, stack_of

SECURITY = ROOT / "docs" / "security.md"
CHECKOV = ROOT / ".venv-scanner" / "bin" / "checkov"

# Findings that stay, with the reason for each. A finding that is no longer there must leave the list.
ACCEPTED = {
    # Failed events go to the queue or bucket of the event invoke configuration and the event source mappings, which keep more
    # than a dead-letter queue does.
    ("CKV_AWS_116", "ApiUsageFunction"),
    # The function calls no API, or GetObject of S3 alone. A VPC would add an endpoint and nothing that it protects.
    ("CKV_AWS_117", "ApiUsageFunction"),
    # The variables are names and patterns without secrets, which Lambda encrypts with its own key.
    ("CKV_AWS_173", "ApiUsageFunction"),
    # Access to log files is recorded by data events of CloudTrail. Server access logs would take a further bucket.
    ("CKV_AWS_18", "TrailBucket"),
    # Failed batches exist for 14 days at most. A replay must remove them permanently, and the alarm counts versions.
    ("CKV_AWS_18", "FailureBucket"),
    ("CKV_AWS_21", "FailureBucket"),
}

# Findings that a parameter turns off.
OPTIONAL = {
    "ReservedConcurrency": {("CKV_AWS_115", "ApiUsageFunction")},
    "KmsKeyArn": {
        ("CKV_AWS_158", "ApiUsageLogGroup"),
        ("CKV_AWS_158", "TrailLogGroup"),
        ("CKV_AWS_26", "AlarmTopic"),
        ("CKV_AWS_27", "FailureQueue"),
        ("CKV_AWS_27", "ObjectQueue"),
        ("CKV_AWS_35", "Trail"),
    },
}

EVERYTHING = [name for name in STACKS if name.startswith("everything")]
BARE = ["existing trail", "new trail", "stream of an existing trail", "objects of a new trail", "mail"]


def written(name, folder):
    """The template with the branches that a stack has, as a file for the scanner."""
    stack = stack_of(STACKS[name][0])
    resources = {one: chosen(RAW["Resources"][one], stack.data["Conditions"]) for one in stack.data["Resources"]}
    for resource in resources.values():
        resource.pop("Condition", None)
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    return path


def findings(*paths):
    """What Checkov finds in templates: the check, and the logical ID of the resource."""
    files = [one for path in paths for one in ("--file", str(path))]
    options = ["--framework", "cloudformation", "--skip-download", "--soft-fail", "--output", "json"]
    report = json.loads(subprocess.run([CHECKOV, *files, *options], check=True, stdout=subprocess.PIPE).stdout)
    assert report["summary"]["parsing_errors"] == 0 and report["summary"]["resource_count"] > 0
    return {(one["check_id"], one["resource"].split(".")[-1]) for one in report["results"]["failed_checks"]}


def test_with_everything_configured_only_accepted_findings_are_left(tmp_path):
    assert findings(*(written(name, tmp_path) for name in EVERYTHING)) == ACCEPTED


def test_all_other_findings_are_turned_off_by_a_parameter(tmp_path):
    optional = set().union(*OPTIONAL.values())
    assert findings(*(written(name, tmp_path) for name in BARE)) == ACCEPTED | optional


@pytest.mark.parametrize(
    "path",
    [TEMPLATE, CONSOLE_TEMPLATE, *sorted((ROOT / "templates").glob("*.yaml"))],
    ids=lambda path: path.name,
)
def test_templates_as_they_are_written_have_only_accepted_findings(path):
    assert findings(path) <= ACCEPTED


def test_the_document_lists_the_accepted_findings():
    text = SECURITY.read_text()
    rows = re.findall(r"^\| (CKV_AWS_\d+), [^|]* \| ([^|]*) \|", text, re.MULTILINE)
    listed = {(check, resource.strip("` ")) for check, resources in rows for resource in resources.split(",")}
    assert listed == ACCEPTED
    (also,) = re.findall(r"^Without these parameters, Checkov also reports (.*)$", text, re.MULTILINE)
    assert {f"CKV_AWS_{one}" for one in re.findall(r"\d+", also)} == {
        check for findings in OPTIONAL.values() for check, _ in findings
    }
