"""The template for the console, uploaded and deployed as the console does it."""

from environment import ENDPOINT, PROJECT, REGION, aws
from stack import STACK

TEMPLATE = PROJECT / "dist" / "console-template.yaml"
WAIT = {"Delay": 1, "MaxAttempts": 300}


def upload():
    aws["s3"].create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": REGION})
    aws["s3"].put_object(Bucket="templates", Key="template.yaml", Body=TEMPLATE.read_bytes())


def create(parameters):
    """Asks for the stack. Raises CloudFormation's error if it rejects the parameters."""
    aws["cloudformation"].create_stack(
        StackName=STACK,
        TemplateURL=f"{ENDPOINT}/templates/template.yaml",
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
    )


def wait_for(event):
    aws["cloudformation"].get_waiter(event).wait(StackName=STACK, WaiterConfig=WAIT)
