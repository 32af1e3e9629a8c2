"""The smoke test for an AWS account, here against the emulator."""

import re

import pytest
from environment import AUTH, aws, run
from stack import names

# The function is built already, and other tests deploy it from there.
BUILT = 'sam() { [ "$1" = build ] || command sam "$@"; }\nexport -f sam\n'


@pytest.mark.skipif(AUTH, reason="it takes long, and runs without policies enforced")
def test_passes_and_leaves_nothing():
    printed = run(f"{BUILT}bash test/aws/smoke.sh")
    passed = re.findall(r"^ok {4}(.*)$", printed, re.MULTILINE)
    for source in ("Logs", "Kinesis", "S3"):
        assert f"{source}: calls, errors and throttles are exact" in passed
        assert [line for line in passed if re.fullmatch(rf"{source}: [1-9]\d* alarms are evaluated", line)]
    assert len([line for line in passed if re.fullmatch(r"saved query \S+/.+: \d+ rows", line)]) > 1
    assert f"{len(passed)} passed, 0 failed" in printed
    left = names("logs", "describe_log_groups", "logGroups", "logGroupName")
    left += names("lambda", "list_functions", "Functions", "FunctionName")
    left += [one["Name"] for one in aws["s3"].list_buckets()["Buckets"]]
    assert [name for name in left if "smoke" in name] == []
