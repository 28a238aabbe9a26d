"""PostgreSQL's own words for what went wrong, and ours for what to do about it."""

import re

from learnstead.kernel.errors import LearnsteadError, Terminal, Transient

# What its log says, the kind of failure, and the remedy.
REMEDIES: tuple[tuple[str, type[LearnsteadError], str], ...] = (
    (
        r"No space left on device|could not extend file|could not write .*: Disk quota",
        Terminal,
        "the disk is full: free some space (nothing saved is lost) and start again",
    ),
    (
        r"could not (?:create|map|resize|open) (?:anonymous )?shared memory|could not create semaphores",
        Terminal,
        (
            "this machine grants too little shared memory: give the container more (--shm-size=256m), "
            "raise kernel.shmmni, or use a database elsewhere with DATABASE_URL"
        ),
    ),
    (
        r"pre-existing shared memory block|lock file .* already exists|is another postmaster",
        Transient,
        "another PostgreSQL still holds this data: wait a moment for it to end, or stop it with `learnstead down`",
    ),
    (r"has invalid permissions|Permission denied", Terminal, "give the data folder back to the user that starts it"),
    (
        r"could not locate a valid checkpoint|invalid checkpoint record|invalid primary checkpoint",
        Terminal,
        "the database's files are damaged: restore the data folder from a backup",
    ),
    (r"could not bind|Unix-domain socket path .* is too long", Terminal, "choose a data folder with a shorter path"),
    (
        r"database files are incompatible",
        Terminal,
        "these programs cannot read this data folder: see docs/how-to/run.md",
    ),
)


def explain(*, doing: str, said: str) -> LearnsteadError:
    """The error for a failure of PostgreSQL while ``doing`` something, from what it ``said``."""
    for pattern, kind, remedy in REMEDIES:
        if found := re.search(rf"^.*(?:{pattern}).*$", said, re.MULTILINE):
            return kind(f"{doing} failed: {remedy}. PostgreSQL said: {found.group(0).strip()}")
    last_words = "\n".join(said.strip().splitlines()[-5:]) or "nothing"
    return Terminal(f"{doing} failed; its last words were:\n{last_words}")
