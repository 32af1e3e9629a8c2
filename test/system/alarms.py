"""The alarms of the stack, as DescribeAlarms has them."""

import json

from environment import aws
from metrics import metric_of
from stack import STACK

# Whether calls come near a limit depends on the records, and test/core/rate-limits compares that with a separate count.
NOT_HERE = {"rate-limit"}


def alarms():
    """By the name that the template gives them."""
    found = [
        one for page in aws["cloudwatch"].get_paginator("describe_alarms").paginate() for one in page["MetricAlarms"]
    ]
    return {alarm["AlarmName"].removeprefix(f"{STACK}-"): alarm for alarm in found}


def alarming():
    """The names of the alarms in ALARM. All others are OK."""
    states = {name: alarm["StateValue"] for name, alarm in alarms().items() if name not in NOT_HERE}
    assert set(states.values()) <= {"ALARM", "OK"}, states
    return {name for name, state in states.items() if state == "ALARM"}


def contributors(name):
    """The state of each series of an alarm, by the values of the dimensions that it is grouped by."""
    return json.loads(alarms()[name]["StateReason"])


def put_metric(namespace, name, value, **dimensions):
    """Puts a metric that AWS has and the emulator doesn't."""
    metric = metric_of(name, tuple(dimensions.items()))
    data = [{"MetricName": name, "Dimensions": metric["Dimensions"], "Value": value}]
    aws["cloudwatch"].put_metric_data(Namespace=namespace, MetricData=data)
