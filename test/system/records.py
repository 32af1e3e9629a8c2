"""CloudTrail records to send, and the count that they should come to, written from the design and not from the code."""

import calendar
import collections
import gzip
import json
import os
import pathlib
import re
import time

from environment import PROJECT

# The log file of the sample trail with most of the throttled calls: they are in the time that alarms look at.
STORM = next((PROJECT / "sample").rglob("111122223333_CloudTrail_eu-west-1_20261001T1422Z_*"))
RECORDS = pathlib.Path(os.environ.get("RECORDS", STORM))
TEXTS = "eventID", "eventName", "eventSource", "awsRegion"

NO_CALLS = {
    *("awsserviceevent", "awsconsolesignin", "awsconsoleaction", "awsvpceevent", "awsvpceevents"),
    *("awscloudtrailinsight", "awsaggregatedevent"),
}
NO_FAILURES = {"DryRunOperation", "DryRunOperationException"}
THROTTLES = {
    *("Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException"),
    *("TooManyRequestsException", "RequestLimitExceeded", "ProvisionedThroughputExceededException", "SlowDown"),
    *("TransactionInProgressException", "BandwidthLimitExceeded", "PriorRequestNotComplete", "EC2ThrottledException"),
    "429",
}


def load():
    """The well-formed records of RECORDS, each eventID once, moved in time so that the last is two minutes old."""
    records = {}
    for file in sorted(one for one in (RECORDS.rglob("*") if RECORDS.is_dir() else [RECORDS]) if one.is_file()):
        data = file.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
        for record in (record for line in text.splitlines() for record in records_in(line)):
            if well_formed(record):
                records.setdefault(record["eventID"], record)
    records = sorted(records.values(), key=seconds)
    shift = time.time() - 120 - seconds(records[-1])
    for record in records:
        record["eventTime"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds(record) + shift))
    return records


def records_in(line):
    try:
        value = json.loads(line)
    except ValueError:
        return []
    return value.get("Records", [value]) if isinstance(value, dict) else []


def well_formed(record):
    known = all(isinstance(record.get(name), str) for name in TEXTS)
    return known and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(record.get("eventTime")))


def seconds(record):
    return calendar.timegm(time.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ"))


def is_call(record):
    return str(record.get("eventType")).lower() not in NO_CALLS and record.get("eventCategory") not in (
        "Insight",
        "Aggregated",
    )


def truth(records):
    """Returns {(metric, dimensions, minute): sum} of calls, failures and throttles, of each eventID once."""
    sums, seen = collections.Counter(), set()
    for record in filter(is_call, records):
        if record["eventID"] in seen:
            continue
        seen.add(record["eventID"])
        code = record.get("errorCode")
        failed = code is not None and code not in NO_FAILURES and not re.fullmatch(r"[23]\d\d", code)
        throttled = failed and re.sub(r"^(?:Client|Server)\.", "", code) in THROTTLES
        counts = {"CallCount": 1, "ErrorCount": int(failed), "ThrottleCount": int(throttled)}
        service = ("Service", re.sub(r"\.amazonaws\.com(?:\.cn)?$", "", record["eventSource"]))
        operation = ("Operation", re.sub(r"(?:\d{8}|\d{4}_\d\d_\d\d)(?:v\d+)?$", "", record["eventName"]))
        region = ("Region", record["awsRegion"])
        account = ("Account", record.get("recipientAccountId") or record["userIdentity"].get("accountId") or "(none)")
        for metric, count in counts.items():
            for dimensions in ((service, operation, region), (service, region)):
                sums[metric, dimensions, seconds(record) // 60] += count
        sums["ThrottleCount", (service, region, account), seconds(record) // 60] += throttled
    return +sums


def fresh(records, name):
    """The same records under IDs that no environment of the function knows."""
    return [{**record, "eventID": f"{name}-{record['eventID']}"} for record in records]


def texts(records):
    return [json.dumps(record) for record in records]
