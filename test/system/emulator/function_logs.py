"""All lines that an invocation wrote are in the log when it ends.

ministack takes the lines that arrive within a few milliseconds after the response, and leaves the rest to the next invocation.
Here, a line that preload.cjs writes before the response marks their end.

https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
"""

import queue

from ministack.core.lambda_runtime import Worker

END = "\0end of the invocation"


def install():
    Worker._drain_stderr_bounded = drain


def drain(self):
    lines = []
    try:
        # A process that died wrote no such line.
        while (line := self._stderr_queue.get(timeout=60)) != END:
            lines.append(line)
    except queue.Empty:
        pass
    return "\n".join(lines)
