"""CloudWatch extracts the metrics of EMF lines from log groups, and counts the lines from which it can't.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
"""

import json
import math
import re
import time

from ministack.services import cloudwatch, cloudwatch_logs

DAY = 24 * 60 * 60
UNITS = {"Seconds", "Milliseconds", "Count", "Percent", "None"}


class Invalid(Exception):
    """Breaks a rule of the specification."""


def install():
    fan_out = cloudwatch_logs._fanout_to_subscription_filters

    def extract_and_fan_out(group, stream, events):
        for event in events:
            extract(group, event["message"])
        fan_out(group, stream, events)

    cloudwatch_logs._fanout_to_subscription_filters = extract_and_fan_out


def extract(group, line):
    if '"_aws"' not in line:
        return
    try:
        document = json.loads(line)
    except ValueError:
        return count("EMFParsingErrors", group)
    # Where a record of CloudTrail mentions the word, it is no member of the line itself.
    if not isinstance(document, dict) or "_aws" not in document:
        return
    try:
        found = list(samples(document))
    except Invalid:
        return count("EMFValidationErrors", group)
    for namespace, name, dimensions, unit, values in found:
        minute = document["_aws"]["Timestamp"] // 60_000 * 60
        cloudwatch._store_datum(namespace, name, dimensions, minute, unit, None, values, None, None)


def count(metric, group):
    cloudwatch.record_metric("AWS/Logs", metric, 1, "Count", {"LogGroupName": group})


def samples(document):
    """Yields (namespace, metric, dimensions, unit, values) for each metric of each dimension set."""
    metadata = expect(document["_aws"], dict)
    age = time.time() - expect(metadata.get("Timestamp"), int) / 1000
    must(-DAY / 12 <= age <= 14 * DAY)
    for directive in expect(metadata.get("CloudWatchMetrics"), list):
        namespace = expect(expect(directive, dict).get("Namespace"), str)
        must(re.fullmatch(r"(?!AWS/)[A-Za-z0-9_./#:-]{1,255}", namespace))
        sets, metrics = expect(directive.get("Dimensions"), list), expect(directive.get("Metrics"), list)
        must(sets and len(metrics) <= 100)
        for names in sets:
            must(len(expect(names, list)) <= 30)
            dimensions = {name: dimension(document, name) for name in names}
            for metric in metrics:
                name, unit = expect(expect(metric, dict).get("Name"), str), metric.get("Unit", "None")
                must(1 <= len(name) <= 255 and name not in dimensions and unit in UNITS)
                yield namespace, name, dimensions, unit, numbers(document, name)


def dimension(document, name):
    value = expect(document.get(expect(name, str)), str)
    must(1 <= len(name) <= 250 and not name.startswith(":"))
    must(1 <= len(value) <= 1024 and value.strip() and re.fullmatch(r"[\x20-\x7e]+", value))
    return value


def numbers(document, name):
    value = document.get(name)
    values = value if isinstance(value, list) else [value]
    must(1 <= len(values) <= 100)
    must(all(isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) for one in values))
    return values


def expect(value, kind):
    must(isinstance(value, kind) and not isinstance(value, bool))
    return value


def must(holds):
    if not holds:
        raise Invalid
