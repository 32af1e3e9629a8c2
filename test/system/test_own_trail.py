"""CreateTrail: the stack's own trail, and its audit data, which stays."""

import records
from documentation import commands
from environment import aws, run, wait
from metrics import counted, differences
from stack import STACK, delete, deploy, inventory
from trail import make_stream, write

GROUP = f"/aws/cloudtrail/{STACK}"


def buckets():
    return [one["Name"] for one in aws["s3"].list_buckets()["Buckets"] if one["Name"].startswith(STACK)]


def test_deploys():
    deploy("CreateTrail=true", 'TrailLogGroupName=""')
    [trail] = aws["cloudtrail"].describe_trails()["trailList"]
    [bucket] = buckets()
    assert (trail["Name"], trail["S3BucketName"], trail["IsMultiRegionTrail"]) == (STACK, bucket, True)


def test_counts_are_exact(since):
    sent = records.load()[-50:]
    make_stream(GROUP)
    write(records.texts(sent), GROUP)
    wait("records are counted", lambda: not differences(counted(since), records.truth(sent)))


def test_deletion_leaves_the_trail_and_its_bucket(tmp_path):
    [bucket] = buckets()
    aws["s3"].put_object(Bucket=bucket, Key="AWSLogs/x", Body=b"x")
    delete()
    assert inventory() == {"bucket": ["trailbucket"]}
    assert "CloudTrailWrite" in aws["s3"].get_bucket_policy(Bucket=bucket)["Policy"]
    assert [one["Name"] for one in aws["cloudtrail"].describe_trails()["trailList"]] == [STACK]
    run(commands("delete-trail", **{"NAME-OF-THE-BUCKET": bucket, "STACK": STACK}), tmp_path)
    assert aws["cloudtrail"].describe_trails()["trailList"] == []
    assert inventory() == {}
