"""The EMF lines in the function's log, and the metrics that CloudWatch extracted from them."""

import collections
import json
import time

from environment import aws
from stack import STACK

GROUP = f"/aws/lambda/{STACK}"
COUNTS = "CallCount", "ErrorCount", "ThrottleCount"


def documents(since, group=GROUP):
    """The EMF lines of a log group, from a time in milliseconds on."""
    pages = aws["logs"].get_paginator("filter_log_events").paginate(logGroupName=group, startTime=since)
    lines = [event["message"] for page in pages for event in page["events"]]
    return [json.loads(line) for line in lines if line.startswith("{") and '"_aws"' in line]


def samples(since):
    """Yields (metric, dimensions, minute, values) for each metric of each dimension set."""
    for document in documents(since):
        minute = document["_aws"]["Timestamp"] // 60_000
        for directive in document["_aws"]["CloudWatchMetrics"]:
            for names in directive["Dimensions"]:
                dimensions = tuple((name, document[name]) for name in names)
                for metric in directive["Metrics"]:
                    value = document[metric["Name"]]
                    yield metric["Name"], dimensions, minute, value if isinstance(value, list) else [value]


def counted(since):
    """The counts of the function, in the form of records.truth()."""
    sums = collections.Counter()
    for metric, dimensions, minute, values in samples(since):
        if metric in COUNTS:
            sums[metric, dimensions, minute] += sum(values)
    return sums


def totals(since):
    """The sums of the function's own metrics."""
    sums = collections.Counter()
    for metric, dimensions, _, values in samples(since):
        if dimensions[0][0] == "FunctionName":
            sums[metric] += sum(values)
    return sums


def received(since):
    return totals(since)["RecordsReceived"]


def differences(found, expected):
    """Where two counts differ: {series and minute: (found, expected)}."""
    return {key: (found[key], expected[key]) for key in found | expected if found[key] != expected[key]}


def extracted(keys):
    """The counts in CloudWatch, in the form of records.truth()."""
    series = sorted({(metric, dimensions) for metric, dimensions, _ in keys})
    found = collections.Counter()
    for at in range(0, len(series), 500):
        queries = [
            {"Id": f"q{n}", "MetricStat": {"Metric": metric_of(*one), "Period": 60, "Stat": "Sum"}}
            for n, one in enumerate(series[at : at + 500])
        ]
        for page in pages(queries):
            for result in page["MetricDataResults"]:
                metric, dimensions = series[at + int(result["Id"][1:])]
                for timestamp, value in zip(result["Timestamps"], result["Values"]):
                    found[metric, dimensions, int(timestamp.timestamp()) // 60] += value
    return found


def metric_of(name, dimensions, namespace="ApiUsage"):
    return {
        "Namespace": namespace,
        "MetricName": name,
        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
    }


def pages(queries):
    now = time.time()
    return (
        aws["cloudwatch"]
        .get_paginator("get_metric_data")
        .paginate(StartTime=now - 14 * 86400, EndTime=now + 7200, MetricDataQueries=queries)
    )
