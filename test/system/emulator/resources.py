"""Resources that ministack can't make. They are kept as CloudFormation resolves them, and described; nothing acts on them.

- AWS::CloudWatch::Alarm with Metrics: DescribeAlarms has the definition, the state stays INSUFFICIENT_DATA.
- AWS::Logs::QueryDefinition: DescribeQueryDefinitions has it.
- AWS::Logs::Destination: subscriptions may name it; its policy and role are not asked.
- AWS::CloudTrail::Trail: DescribeTrails has it; it delivers nothing.
"""

import json
import uuid

from ministack.core.responses import AccountRegionScopedDict, json_response
from ministack.services import cloudtrail, cloudwatch_logs
from ministack.services.cloudformation import provisioners

query_definitions = AccountRegionScopedDict()
alarm_record = provisioners._cw_metric_alarm_record
logs_request, logs_reset = cloudwatch_logs.handle_request, cloudwatch_logs.reset


def install():
    provisioners._cw_metric_alarm_record = alarm_record_with_metrics
    cloudwatch_logs.handle_request, cloudwatch_logs.reset = handle_logs_request, reset_logs
    provisioners._RESOURCE_HANDLERS |= {
        "AWS::Logs::QueryDefinition": {
            "create": lambda _, props, stack: put_query_definition(str(uuid.uuid4()), props),
            "update": lambda id, old, new, stack: put_query_definition(id, new),
            "delete": lambda id, props: query_definitions.pop(id, None),
        },
        "AWS::Logs::Destination": {
            "create": lambda _, props, stack: put_destination(props),
            "update": lambda id, old, new, stack: put_destination(new),
            "delete": lambda id, props: done(cloudwatch_logs._delete_destination({"destinationName": id})),
        },
        "AWS::CloudTrail::Trail": {
            "create": lambda _, props, stack: create_trail(props),
            "update": lambda id, old, new, stack: update_trail(id, new),
            "delete": lambda id, props: done(cloudtrail._delete_trail({"Name": id})),
        },
    }


def alarm_record_with_metrics(name, props):
    if not props.get("Metrics"):
        return alarm_record(name, props)
    record = alarm_record(name, {**props, "Metrics": None, "MetricName": "-", "Namespace": "-"})
    for member in ("MetricName", "Namespace", "Dimensions", "Statistic", "ExtendedStatistic", "Period", "Unit"):
        del record[member]
    return {**record, "Metrics": [metric_query(query) for query in props["Metrics"]]}


def metric_query(query):
    """With the types that the API has: CloudFormation may give numbers and booleans as text."""
    query = dict(query)
    if "ReturnData" in query:
        query["ReturnData"] = provisioners._cfn_bool(query["ReturnData"])
    for part in (query, query.get("MetricStat", {})):
        if "Period" in part:
            part["Period"] = int(part["Period"])
    return query


def put_query_definition(id, props):
    query_definitions[id] = {
        "queryDefinitionId": id,
        "name": props["Name"],
        "queryString": props["QueryString"],
        "logGroupNames": props.get("LogGroupNames", []),
    }
    return id, {"QueryDefinitionId": id}


async def handle_logs_request(method, path, headers, body, query_params):
    if headers.get("x-amz-target", "").endswith(".DescribeQueryDefinitions"):
        prefix = json.loads(body).get("queryDefinitionNamePrefix", "")
        return json_response(
            {"queryDefinitions": [one for one in query_definitions.values() if one["name"].startswith(prefix)]}
        )
    return await logs_request(method, path, headers, body, query_params)


def reset_logs():
    query_definitions.clear()
    logs_reset()


def put_destination(props):
    made = done(
        cloudwatch_logs._put_destination(
            {
                "destinationName": props["DestinationName"],
                "targetArn": props["TargetArn"],
                "roleArn": props["RoleArn"],
                "accessPolicy": props.get("DestinationPolicy", ""),
            }
        )
    )["destination"]
    return made["destinationName"], {"Arn": made["arn"]}


def create_trail(props):
    made = done(cloudtrail._create_trail({**props, "Name": props["TrailName"]}))
    # A new trail takes no log group in ministack, and an existing one does.
    update_trail(made["Name"], props)
    if provisioners._cfn_bool(props["IsLogging"]):
        done(cloudtrail._start_logging({"Name": made["Name"]}))
    return made["Name"], {"Arn": made["TrailARN"]}


def update_trail(name, props):
    return name, {"Arn": done(cloudtrail._update_trail({**props, "Name": name}))["TrailARN"]}


def done(response):
    status, _, body = response
    if status >= 400:
        raise ValueError(f"refused: {body!r}")
    return json.loads(body or "{}")
