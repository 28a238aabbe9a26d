import pytest

from learnstead.adapters.postgres import explain
from learnstead.kernel.errors import LearnsteadError, Terminal, Transient

NO_SHARED_MEMORY = """
FATAL:  could not create shared memory segment: Function not implemented
DETAIL:  Failed system call was shmget(key=1234, size=56, 03600).
"""


@pytest.mark.parametrize(
    ("said", "kind", "advice"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', Terminal, "the disk is full"),
        (NO_SHARED_MEMORY, Terminal, "too little shared memory"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", Terminal, "too little shared memory"),
        ('FATAL:  lock file "postmaster.pid" already exists', Transient, "another PostgreSQL still holds this data"),
        ('FATAL:  data directory "/d" has invalid permissions', Terminal, "give the data folder back"),
        ("PANIC:  could not locate a valid checkpoint record at 0/0", Terminal, "restore the data folder"),
        ("FATAL:  something nobody has seen before", Terminal, "something nobody has seen before"),
    ],
)
def test_what_postgres_says_becomes_what_to_do(said: str, kind: type[LearnsteadError], advice: str) -> None:
    problem = explain(doing="starting PostgreSQL", said=said)
    assert type(problem) is kind
    assert advice in str(problem)


def test_its_own_words_are_quoted() -> None:
    assert "shmget" not in str(explain(doing="starting", said=NO_SHARED_MEMORY))
    assert "could not create shared memory segment" in str(explain(doing="starting", said=NO_SHARED_MEMORY))
