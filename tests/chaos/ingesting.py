"""Runs a source in children of its own, each killed just before or after one of its writes.

Reads one JSON object a line: ``{"run": …, "replay": …, "kill_at": …}``, and answers each with how the child ended.
The children are forks, so that Django is loaded once; SIGKILL takes them as it would take any process.
"""

import json
import os
import signal
import sys
from dataclasses import replace

import django


class Deadly:
    """Passes every call on; the process dies at the n-th call that writes: before it when n is odd, else after it."""

    calls = 0

    def __init__(self, given, writes, kill_at):
        self._given, self._writes, self._kill_at = given, writes, kill_at

    def __getattr__(self, name):
        found = getattr(self._given, name)
        return self._counted(found) if name in self._writes else found

    def _counted(self, write):
        def counted(*arguments, **named):
            Deadly.calls += 2
            if self._kill_at == Deadly.calls - 1:
                os.kill(os.getpid(), signal.SIGKILL)
            result = write(*arguments, **named)
            if self._kill_at == Deadly.calls:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return counted


def ingest(run, replay, kill_at):
    """One run, in a child that may not live to see its end; returns how it ended."""
    from learnstead.flows.ingest_source import Order, ingest  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return "killed" if os.WIFSIGNALED(status) else f"ended {os.waitstatus_to_exitcode(status)}"
    try:
        given = services()
        deadly = replace(
            given,
            objects=Deadly(given.objects, {"put", "delete"}, kill_at),
            ledger=Deadly(given.ledger, {"begin", "note", "settle"}, kill_at),
            queue=Deadly(given.queue, {"put"}, kill_at),
        )
        ingest(source="mit_climate", services=deadly, order=Order(replay=replay), run=run)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, the parent is told
        sys.stderr.write(f"{problem}\n")
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def main():
    django.setup()
    from learnstead.data import registry  # noqa: PLC0415 - needs Django
    from learnstead.flows import ingest_source  # noqa: F401, PLC0415 - as above; so that no child needs to load it

    registry.every()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(ingest(**json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
