"""aws:PrincipalArn of an assumed role is the ARN of the role. ministack gives the ARN of the session.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
"""

import re

from ministack.core import iam_evaluator

resolve = iam_evaluator._resolve_condition_key


def install():
    iam_evaluator._resolve_condition_key = resolve_with_role


def resolve_with_role(key, context):
    value = resolve(key, context)
    if key.lower() != "aws:principalarn":
        return value
    return re.sub(r"^arn:([^:]+):sts::(\d+):assumed-role/([^/]+)/.*$", r"arn:\1:iam::\2:role/\3", value or "")
