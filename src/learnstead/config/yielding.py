"""Work that nobody looks at comes after pages, for which somebody waits."""

import contextlib
import os
from pathlib import Path

NICENESS = 10
# Linux weighs sessions against each other before it looks at niceness inside them (autogroups, see sched(7)), and every
# process that we start has a session of its own.
AUTOGROUP = Path("/proc/self/autogroup")


def come_after_pages() -> None:
    """Lower this process, and its session if it is its own: that of a terminal is not ours to lower."""
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):  # another system, or one that does not group
            AUTOGROUP.write_text(str(NICENESS))
