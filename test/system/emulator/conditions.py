"""Conditions may use Fn::Select, Fn::Split, Fn::Sub, Fn::Join and pseudo parameters. ministack knows only the first of them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

import sys

from ministack.services.cloudformation import engine

VALUES = {"Fn::Select", "Fn::Split", "Fn::Sub", "Fn::Join"}
evaluate = engine._evaluate_conditions


def install():
    for name, module in list(sys.modules.items()):
        if name.startswith("ministack.services.cloudformation") and hasattr(module, "_evaluate_conditions"):
            module._evaluate_conditions = evaluate_with_values


def evaluate_with_values(template, params):
    def resolved(value):
        if isinstance(value, list):
            return [resolved(one) for one in value]
        if not isinstance(value, dict):
            return value
        if VALUES & value.keys() or str(value.get("Ref")).startswith("AWS::"):
            return engine._resolve_refs(value, {}, params, {}, template.get("Mappings", {}), "", "")
        return {key: resolved(one) for key, one in value.items()}

    return evaluate({**template, "Conditions": resolved(template.get("Conditions", {}))}, params)
