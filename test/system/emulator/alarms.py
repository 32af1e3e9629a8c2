"""Alarms are evaluated by their definitions, also those with Metrics, whenever they are described.

ministack evaluates an alarm over all metrics of a name, whatever their dimensions, when metrics are put, and none with Metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
"""

import collections
import json
import re
import time

from ministack.services import cloudwatch

# The forms that the template uses. SUM over the series of a group, MAX likewise.
INSIGHTS = re.compile(
    r'SELECT (?P<stat>SUM|MAX)\("(?P<metric>\w+)"\) FROM (?:SCHEMA\((?P<schema>[^)]*)\)|"(?P<namespace>[^"]*)")'
    r"(?: WHERE (?P<where>.*?))?(?: GROUP BY (?P<group>.*?))?(?: ORDER BY (?:SUM|MAX)\(\) DESC)?"
)
STATISTICS = {"SUM": "Sum", "MAX": "Maximum"}
COMPARISONS = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
}

describe_alarms = cloudwatch._describe_alarms


def install():
    cloudwatch._describe_alarms = evaluate_and_describe
    cloudwatch._evaluate_alarm = lambda alarm: None


def evaluate_and_describe(*arguments, **options):
    for alarm in cloudwatch._alarms.values():
        evaluate(alarm)
    return describe_alarms(*arguments, **options)


def evaluate(alarm):
    """Sets the state, and as reason the state of each series, as JSON by the values that it is grouped by."""
    found = contributors(alarm)
    old, new = alarm["StateValue"], "ALARM" if "ALARM" in found.values() else "OK"
    alarm["StateReason"] = json.dumps({",".join(series): state for series, state in found.items()})
    if old != new:
        alarm["StateValue"], alarm["StateUpdatedTimestamp"] = new, int(time.time())
        cloudwatch._dispatch_alarm_actions(alarm, old, new, alarm["StateReason"])


def contributors(alarm):
    periods, breaches = alarm["EvaluationPeriods"], COMPARISONS[alarm["ComparisonOperator"]]
    if alarm["TreatMissingData"] not in ("breaching", "notBreaching"):
        raise ValueError(f"{alarm['AlarmName']}: TreatMissingData {alarm['TreatMissingData']} is not emulated")
    missing = alarm["TreatMissingData"] == "breaching"
    result = {}
    for series, values in datapoints(alarm).items():
        breaching = [breaches(values[n], alarm["Threshold"]) if n in values else missing for n in range(periods)]
        result[series] = "ALARM" if sum(breaching) >= alarm.get("DatapointsToAlarm", periods) else "OK"
    return result


def datapoints(alarm):
    """Returns {series: {periods before now: value}}."""
    if "Metrics" not in alarm:
        return {(): values_of(points_of(alarm), alarm["Statistic"], alarm["Period"])}
    [query] = [one for one in alarm["Metrics"] if one.get("ReturnData", True)]
    if query["Expression"].startswith("SELECT"):
        return insights(query["Expression"], query["Period"])
    terms = re.fullmatch(r"SUM\(\[([\w, ]+)\]\)", query["Expression"])
    if not terms:
        raise ValueError(f"{alarm['AlarmName']}: {query['Expression']} is not emulated")
    stats = {one["Id"]: one["MetricStat"] for one in alarm["Metrics"] if "MetricStat" in one}
    sums = collections.Counter()
    for stat in (stats[term.strip()] for term in terms[1].split(",")):
        sums.update(values_of(points_of(stat["Metric"]), stat["Stat"], stat["Period"]))
    return {(): sums}


def insights(query, period):
    parts = INSIGHTS.fullmatch(" ".join(query.split()))
    if not parts:
        raise ValueError(f"{query} is not emulated")
    schema = re.findall(r'"([^"]*)"', parts["schema"] or "")
    namespace, keys = (schema[0], set(schema[1:])) if schema else (parts["namespace"], None)
    where = dict(re.findall(r"\"(\w+)\" = '([^']*)'", parts["where"] or ""))
    group = re.findall(r'"(\w+)"', parts["group"] or "")
    found = collections.defaultdict(list)
    for (metric_namespace, name, _), points in cloudwatch._metrics.items():
        dimensions = points[0]["Dimensions"] if points else {}
        if (metric_namespace, name) == (namespace, parts["metric"]):
            if (keys is None or dimensions.keys() == keys) and where.items() <= dimensions.items():
                found[tuple(dimensions[key] for key in group)] += points
    series = {names: values_of(points, STATISTICS[parts["stat"]], period) for names, points in found.items()}
    # Without GROUP BY there is one series, even where nothing matches.
    return series if group or series else {(): {}}


def points_of(metric):
    dimensions = {one["Name"]: one["Value"] for one in metric.get("Dimensions", [])}
    key = (metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions))
    return cloudwatch._metrics.get(key) or []


def values_of(points, statistic, period):
    """Returns {periods before now: value}."""
    now, periods = time.time(), collections.defaultdict(list)
    for point in points:
        periods[int(now - point["Timestamp"]) // period].append(point)
    return {n: cloudwatch._calc_stats(found)[statistic] for n, found in periods.items()}
