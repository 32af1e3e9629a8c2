"""Parameters that can't work are rejected before anything is created, with an error that gives the reason."""

import console
import pytest
from botocore.exceptions import ClientError
from environment import bash
from stack import deployment, inventory

GROUP, BUCKET, S3 = {"TrailLogGroupName": "a"}, {"TrailBucketName": "abc"}, {"Source": "S3", "MemorySize": "512"}
ONE_OF_TWO = "or CreateTrail to true, to create a new trail. You can't set both."
REJECTED = [
    ({}, ONE_OF_TWO),
    (GROUP | {"CreateTrail": "true"}, ONE_OF_TWO),
    (GROUP | BUCKET, "require Source S3"),
    (GROUP | {"AlarmService": "ssm"}, "Set both AlarmService and AlarmOperation"),
    (GROUP | {"SenderAccountIds": "111122223333"}, "SenderAccountIds and SenderOrganizationId require Source Kinesis"),
    (GROUP | {"MaxSeries": "0"}, "MaxSeries"),
    (GROUP | {"AlarmEmail": "nobody"}, "AlarmEmail"),
    ({"Source": "Kinesis"}, "Set at least one sender for the data stream"),
    (
        {"Source": "Kinesis", "SenderAccountIds": "111122223333", "SenderOrganizationId": "o-a1b2c3d4e5"},
        "Set either SenderAccountIds or SenderOrganizationId, not both",
    ),
    (S3, ONE_OF_TWO),
    (S3 | BUCKET | {"MemorySize": "256"}, "Source S3 needs a MemorySize of at least 512"),
    (S3 | BUCKET | {"ReservedConcurrency": "2"}, "set ReservedConcurrency to 0 or at least 5"),
    (S3 | BUCKET | {"FilterPattern": "x"}, "TrailLogGroupName and FilterPattern require Source Logs or Kinesis"),
]


@pytest.fixture(scope="module", autouse=True)
def template(empty_aws):
    console.upload()


@pytest.mark.parametrize(
    ("parameters", "reason"), REJECTED, ids=[" ".join(map("=".join, p.items())) for p, _ in REJECTED]
)
def test_cloudformation_rejects(parameters, reason):
    with pytest.raises(ClientError, match=reason):
        console.create(parameters)
    assert inventory() == {}


def test_sam_deploy_shows_the_reason():
    code, printed = bash(deployment(["CreateTrail=true", "TrailLogGroupName=a"]))
    assert code != 0
    assert ONE_OF_TWO in printed.strip().split("\n")[-1]
    assert inventory() == {}
