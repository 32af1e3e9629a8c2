"""The commands of the documentation, as they are written there."""

import re

from environment import PROJECT

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("**/*.md"))]


def commands(containing, **replacements):
    """The block of commands that contains a text, with its placeholders replaced."""
    blocks = [block for page in PAGES for block in re.findall(r"```(?:sh|bash)\n(.*?)```", page.read_text(), re.DOTALL)]
    found = [block for block in blocks if containing in block]
    assert len(found) == 1, f"{len(found)} blocks of commands contain {containing!r}"
    [block] = found
    for placeholder, value in replacements.items():
        assert placeholder in block, f"the block with {containing!r} has no {placeholder}"
        block = block.replace(placeholder, value)
    return block


OUTPUTS = commands("output() {")
FAILURE_QUEUE = OUTPUTS + commands(".requestPayload")
FAILURE_BUCKET = OUTPUTS + commands("send_again() {")
# The function of that block, without the loop over the bucket, which is empty by then.
UNDECODABLE = FAILURE_BUCKET + commands("send_again again.jsonl")
