"""Source=Kinesis: counts, undecodable payloads, and the replay of failed batches."""

import base64
import gzip
import json
import time

import pytest
import records
from documentation import FAILURE_BUCKET, UNDECODABLE
from environment import ACCOUNT, REGION, api_usage, aws, bash, run, wait
from metrics import counted, differences, extracted, received
from stack import STACK, deploy, mapping_of, output
from trail import GROUP, make_group, padded, parts, payload, write

PARAMETERS = "Source=Kinesis", f"TrailLogGroupName={GROUP}", "SenderAccountIds=222233334444", "BatchingWindowSeconds=0"
DAMAGED = b"no gzip", gzip.compress(b"no subscription message")
NUMBER_OF_PARTS = 15

# Lets one invocation fail, as when the network or the credentials do.
FAILING = """
aws() {
  if [ "$1 $2" = "lambda invoke" ]; then
    echo >>"$CALLS"
    [ "$(wc -l <"$CALLS")" -ne "$FAIL_AT" ] || return 255
  fi
  command "$AWS_CLI" --endpoint-url "$AWS_ENDPOINT_URL" "$@"
}
"""


@pytest.fixture(scope="module")
def trail():
    return records.load()


@pytest.fixture(scope="module")
def payloads(trail):
    """The last records, in payloads of 30."""
    return parts(trail[-30 * NUMBER_OF_PARTS :], 30)


@pytest.fixture(scope="module")
def read(trail):
    """The records that are counted so far."""
    return trail[: -30 * NUMBER_OF_PARTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where someone runs the commands of the documentation."""
    return tmp_path_factory.mktemp("replay")


@pytest.fixture(scope="module")
def large(trail):
    """The records of a payload that is too large for 256 MB."""
    return padded(records.fresh(trail[-100:], "large"))


@pytest.fixture(scope="module")
def too_large(large):
    return data(large)


def stream():
    [name] = [one for one in aws["kinesis"].list_streams()["StreamNames"] if one.startswith(STACK)]
    return name


def data(part):
    return payload(records.texts(part))


def kept():
    listed = aws["s3"].list_objects_v2(Bucket=output("FailureBucketName")).get("Contents", [])
    return {one["Key"]: aws["s3"].get_object(Bucket=output("FailureBucketName"), Key=one["Key"]) for one in listed}


def test_deploys():
    make_group()
    deploy(*PARAMETERS, "MemorySize=256")
    assert output("StreamDestinationArn").endswith(f":destination:{STACK}")


def test_counts_are_exact(since, read):
    for part in parts(read, 30):
        write(records.texts(part))
    wait("records arrive", lambda: received(since) == len(read))
    expected = records.truth(read)
    assert differences(counted(since), expected) == {}
    assert differences(extracted(expected), expected) == {}


def test_payloads_that_can_not_be_decoded_are_kept_alone(since, read, payloads):
    good = payloads[:10]
    batch = [data(part) for part in good]
    batch[3:3], batch[8:8] = DAMAGED[:1], DAMAGED[1:]
    mapping = mapping_of(stream())
    aws["lambda"].update_event_source_mapping(UUID=mapping, Enabled=False)
    time.sleep(1.5)  # for who reads the stream to see that it is to rest, so that all come in one batch
    for one in batch:
        aws["kinesis"].put_record(StreamName=stream(), PartitionKey="one", Data=one)
    aws["lambda"].update_event_source_mapping(UUID=mapping, Enabled=True)
    read += sum(good, [])
    wait("the two are in the failure bucket", lambda: len(kept()) == 2)
    wait("the others are counted", lambda: received(since) == len(read))
    assert differences(counted(since), records.truth(read)) == {}
    bodies = [json.loads(one["Body"].read()) for one in kept().values()]
    assert [len(body["payload"]["Records"]) for body in bodies] == [1, 1]


def give_up(batch):
    """Puts a batch into the failure bucket, as Lambda does when the function could not work."""
    event = [
        {
            "eventSource": "aws:kinesis",
            "eventSourceARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{stream()}",
            "eventID": f"shard:{n}",
            "kinesis": {
                "sequenceNumber": str(10**20 + n),
                "partitionKey": "one",
                "data": base64.b64encode(one).decode(),
            },
        }
        for n, one in enumerate(batch)
    ]
    body = json.dumps({"payload": json.dumps({"Records": event})}).encode()
    aws["s3"].put_object(Bucket=output("FailureBucketName"), Key="aws/lambda/by-hand/batch", Body=body)


def interrupted(block, folder, call):
    """Runs commands of which one call of the function fails, and returns the files that they leave."""
    calls = folder.parent / "calls"
    calls.write_text("")
    bash(FAILING + block, folder, CALLS=str(calls), FAIL_AT=str(call))
    assert len(calls.read_text()) == call, "the commands stop at the call that fails"
    return {one.name for one in folder.iterdir()}


def undecodable(folder):
    lines = (folder / "undecodable.jsonl").read_text().splitlines()
    return sorted(base64.b64decode(json.loads(line)["kinesis"]["data"]) for line in lines)


def test_the_documented_commands_go_on_where_a_call_failed(since, read, payloads, too_large, folder):
    good = payloads[10:]
    first, second, *others = map(data, good)
    give_up([first, DAMAGED[0], second, too_large, *others])
    for call in (2, 3):
        files = interrupted(FAILURE_BUCKET, folder, call)
        assert all(name.endswith(".jsonl") for name in files), "only payloads that are still to be sent"
    run(FAILURE_BUCKET, folder)
    read += sum(good, [])
    assert received(since) == len(read), "each payload is sent once"
    assert differences(counted(since), records.truth(read)) == {}
    assert kept() == {}
    assert [one.name for one in folder.iterdir()] == ["undecodable.jsonl"]
    assert undecodable(folder) == sorted([*DAMAGED, DAMAGED[0], too_large])


def test_the_documented_commands_send_undecodable_payloads_again(since, read, large, too_large, folder):
    deploy(*PARAMETERS, "MemorySize=512")
    for call in (1, 2, 3):
        assert interrupted(UNDECODABLE, folder, call) <= {"again.jsonl", "undecodable.jsonl"}
    run(UNDECODABLE, folder)
    read += large
    assert received(since) == len(read)
    assert differences(counted(since), records.truth(read)) == {}
    assert [one.name for one in folder.iterdir()] == ["undecodable.jsonl"]
    assert undecodable(folder) == sorted([*DAMAGED, DAMAGED[0]])


def test_replay_counts_what_can_be_decoded_and_keeps_the_rest_aside(since, read, payloads, tmp_path):
    late = [records.fresh(part, "replayed") for part in payloads[:2]]
    first, second = map(data, late)
    give_up([first, DAMAGED[0], second])
    before = kept().keys()
    code, printed = api_usage(f"replay --stack {STACK} --dry-run", tmp_path)
    assert (code, kept().keys(), [*tmp_path.iterdir()]) == (0, before, []), printed
    code, printed = api_usage(f"replay --stack {STACK}", tmp_path)
    assert code == 1, printed
    read += sum(late, [])
    assert received(since) == len(read), "each payload is sent once"
    assert differences(counted(since), records.truth(read)) == {}
    assert kept() == {}
    [aside] = tmp_path.iterdir()
    assert base64.b64decode(json.loads(aside.read_text())["content"]["kinesis"]["data"]) == DAMAGED[0]
