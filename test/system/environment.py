"""The emulated AWS, for boto3 and for commands."""

import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

import boto3

PROJECT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT, REGION = "123456789012", "eu-west-1"
AUTH = os.environ.get("AUTH") == "true"
TSX = (PROJECT / "node_modules" / "tsx" / "dist" / "loader.mjs").as_uri()
AWS_CLI = os.environ["AWS_CLI"]
ENDPOINT = f"http{'s' if AUTH else ''}://127.0.0.1:{os.environ['GATEWAY_PORT']}"

os.environ |= {
    "AWS_ENDPOINT_URL": ENDPOINT,
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_PAGER": "",
    "SAM_CLI_TELEMETRY": "0",
}
if AUTH:
    certificate = str(pathlib.Path(tempfile.gettempdir(), "ministack-tls", "server.crt"))
    os.environ |= {"AWS_CA_BUNDLE": certificate, "SSL_CERT_FILE": certificate, "NODE_EXTRA_CA_CERTS": certificate}

SERVICES = (
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    "events",
    "iam",
    "kinesis",
    "lambda",
    "logs",
    "s3",
    "sns",
    "sqs",
)
aws = {name: boto3.client(name, endpoint_url=ENDPOINT) for name in SERVICES}

# Versions of the AWS CLI before 2.13 take no endpoint from the environment.
PRELUDE = 'aws() { command "$AWS_CLI" --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\nexport -f aws\n'


def bash(commands, folder=PROJECT, **variables):
    """Runs commands and returns the exit code and the output."""
    done = subprocess.run(
        ["bash", "-c", PRELUDE + commands],
        cwd=folder,
        env=os.environ | variables,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=1200,
    )
    return done.returncode, done.stdout


def run(commands, folder=PROJECT, **variables):
    """Runs commands that must succeed and returns their output."""
    code, printed = bash(commands, folder, **variables)
    assert code == 0, f"exit code {code}:\n{printed[-4000:]}"
    return printed


def api_usage(arguments, folder):
    """Runs the project's command line in a folder and returns the exit code and what it printed."""
    return bash(f"node --import {TSX} {PROJECT}/src/cli/main.ts {arguments}", folder, INIT_CWD=str(folder))


def wait(event, condition, seconds=180):
    """Waits until a condition holds. The seconds are a bound for slow machines: nothing is expected to take that long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{event}: not within {seconds} seconds"
        time.sleep(0.2)


def reset():
    """Empties the emulator."""
    urllib.request.urlopen(urllib.request.Request(f"{ENDPOINT}/_ministack/reset", method="POST"))
