"""The command that checks the stack."""

import json
import os
import subprocess

from environment import AUTH, PROJECT, aws
from stack import STACK

# The AWS SDK for JavaScript takes the certificate of the emulator from Node.js.
ENVIRONMENT = os.environ | ({"NODE_EXTRA_CA_CERTS": os.environ["AWS_CA_BUNDLE"]} if AUTH else {})


def start(*flags, stack=STACK):
    command = ["npm", "run", "-s", "doctor", "--", "--stack", stack, "--json", *flags]
    return subprocess.Popen(
        command, cwd=PROJECT, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def doctor(*flags):
    """Returns the exit code and the report."""
    process = start(*flags)
    printed, told = process.communicate(timeout=600)
    assert printed, f"exit code {process.returncode}: {told}"
    return process.returncode, json.loads(printed)


def verdicts(checks):
    """The verdicts that are not pass: {check: verdict}."""
    return {check["id"]: check["verdict"] for check in checks if check["verdict"] != "pass"}


def assert_verdicts(expected):
    """Expects exactly these verdicts, the matching exit code, and an action for each."""
    code, report = doctor()
    checks = report["checks"]
    assert verdicts(checks) == expected, {check["id"]: check["found"] for check in checks}
    assert code == (1 if "fail" in expected.values() else 2 if "unknown" in expected.values() else 0)
    assert all(check["next"] for check in checks if check["verdict"] != "pass")


def send(queue, body="{}"):
    aws["sqs"].send_message(QueueUrl=queue, MessageBody=body)
