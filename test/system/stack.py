"""The stack: deployed with the SAM CLI as docs/deploy.md says, and its resources."""

import re
import shlex

from environment import aws, run

STACK = "api-usage-tracker"
# The queue of objects is named after the ID of the stack.
OBJECT_QUEUE = r"\bapi-usage-[0-9a-f]{8}-[0-9a-f-]{27}$"


def deployment(parameters):
    overrides = " ".join(shlex.quote(one) for one in ("Architecture=x86_64", *parameters))
    return f"sam deploy --no-confirm-changeset --no-progressbar --parameter-overrides {overrides}"


def deploy(*parameters):
    return run(deployment(parameters))


def delete():
    run("sam delete --no-prompts")


def output(name):
    [stack] = aws["cloudformation"].describe_stacks(StackName=STACK)["Stacks"]
    return next(one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == name)


def mapping_of(source):
    """The ID of the event source mapping whose queue or stream has this name."""
    mappings = aws["lambda"].list_event_source_mappings()["EventSourceMappings"]
    [mapping] = [one for one in mappings if re.split("[:/]", one["EventSourceArn"])[-1] == source]
    return mapping["UUID"]


def visible(queue_url):
    """How many messages of a queue can be received."""
    return number_of(queue_url, "ApproximateNumberOfMessages")


def waiting(queue_url):
    """How many messages are in a queue, also those that are hidden."""
    return visible(queue_url) + number_of(queue_url, "ApproximateNumberOfMessagesNotVisible")


def number_of(queue_url, attribute):
    attributes = aws["sqs"].get_queue_attributes(QueueUrl=queue_url, AttributeNames=[attribute])["Attributes"]
    return int(attributes[attribute])


def names(service, operation, kind, key):
    pages = aws[service].get_paginator(operation).paginate()
    return [one[key] for page in pages for one in page[kind]]


def inventory():
    """The names of the stack's resources, by kind, as the template calls them."""
    groups = names("logs", "describe_log_groups", "logGroups", "logGroupName")
    filters = aws["logs"].describe_subscription_filters
    found = {
        "function": names("lambda", "list_functions", "Functions", "FunctionName"),
        "mapping": names("lambda", "list_event_source_mappings", "EventSourceMappings", "EventSourceArn"),
        "role": names("iam", "list_roles", "Roles", "RoleName"),
        "log group": groups,
        "subscription": [f["filterName"] for one in groups for f in filters(logGroupName=one)["subscriptionFilters"]],
        "query": [one["name"] for one in aws["logs"].describe_query_definitions()["queryDefinitions"]],
        "destination": names("logs", "describe_destinations", "destinations", "destinationName"),
        "queue": aws["sqs"].list_queues().get("QueueUrls", []),
        "stream": aws["kinesis"].list_streams()["StreamNames"],
        "bucket": [one["Name"] for one in aws["s3"].list_buckets()["Buckets"]],
        "rule": [one["Name"] for one in aws["events"].list_rules()["Rules"]],
        "alarm": names("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
        "dashboard": [one["DashboardName"] for one in aws["cloudwatch"].list_dashboards()["DashboardEntries"]],
        "topic": names("sns", "list_topics", "Topics", "TopicArn"),
    }
    own = {kind: sorted(logical(one) for one in found[kind] if is_own(one)) for kind in found}
    return {kind: names for kind, names in own.items() if names}


def is_own(name):
    return STACK in name or re.search(OBJECT_QUEUE, name)


def logical(name):
    """The name without the stack's name and without CloudFormation's random suffix."""
    last = re.split("[:/]", name)[-1].replace(STACK, "") or STACK
    last = re.sub(OBJECT_QUEUE, "objectqueue", last)
    return re.sub(r"-?[0-9A-Fa-f]{12,13}$", "", last).strip("-").lower()
