"""The commands of the documentation, as they are written there."""

import re

from environment import PROJECT

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("**/*.md"))]
# A block follows a comment that names it: <!-- test: outputs -->
BLOCK = re.compile(r"^<!-- test: ([a-z-]+) -->\n```(?:sh|bash)\n(.*?)^```", re.DOTALL | re.MULTILINE)
FOUND = [block for page in PAGES for block in BLOCK.findall(page.read_text())]
BLOCKS = dict(FOUND)
assert len(BLOCKS) == len(FOUND), "two blocks of commands have the same name"


def commands(name, **replacements):
    """The block of commands with this name, its placeholders replaced."""
    block = BLOCKS[name]
    for placeholder, value in replacements.items():
        assert placeholder in block, f"the block {name} has no {placeholder}"
        block = block.replace(placeholder, value)
    return block


OUTPUTS = commands("outputs")
FAILURE_QUEUE = OUTPUTS + commands("replay-queue")
FAILURE_BUCKET = OUTPUTS + commands("replay-bucket")
# The function of that block, without the loop over the bucket, which is empty by then.
UNDECODABLE = FAILURE_BUCKET + commands("replay-undecodable")
