"""The template for the console."""

import console
import records
from environment import aws, wait
from metrics import counted, differences
from stack import STACK, inventory
from trail import GROUP, make_group, write


def test_deploys():
    make_group()
    console.upload()
    console.create({"TrailLogGroupName": GROUP, "Architecture": "x86_64"})
    console.wait_for("stack_create_complete")


def test_counts_are_exact(since):
    sent = records.load()[-50:]
    write(records.texts(sent))
    wait("records are counted", lambda: not differences(counted(since), records.truth(sent)))


def test_deletion_leaves_nothing():
    aws["cloudformation"].delete_stack(StackName=STACK)
    console.wait_for("stack_delete_complete")
    assert inventory() == {}
