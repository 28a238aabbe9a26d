"""What vectors cost: training the local encoder, encoding, and finding what is near, beside pgvector in the same run.

    .venv/bin/python benchmarks/encoders.py [TEXTS [PASSAGES]]

Texts are made up, some words of a subject among others of a vocabulary of 30,000 (Zipf). Times are CPU; those of
PostgreSQL are of the server process that did the work.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import installation

from learnstead.adapters.encoding import lsa
from learnstead.ports.vectors import Point

TEXTS, PASSAGES, EACH = 20_000, 200_000, 100
VOCABULARY, SUBJECTS, LENGTH = 30_000, 400, 120
QUESTIONS = 200
NEAREST = 500


def main() -> None:
    """Measure and print."""
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else TEXTS
    passages = int(sys.argv[2]) if len(sys.argv) > 2 else PASSAGES  # noqa: PLR2004 - the second argument
    start_installation()
    words = list(islice(made_up(), texts))
    started = time.process_time()
    encoder = lsa.train(words)
    print(f"train on {texts:,} texts        {time.process_time() - started:8.1f} CPU-s, {encoder.name}")
    print(f"the model, saved             {len(encoder.save()) / 1e6:8.1f} MB, {encoder.dimensions} dimensions")
    started = time.process_time()
    vectors = encoder.encode(words)
    print(f"encode                       {texts / (time.process_time() - started):8,.0f} texts a CPU-s")
    asked = [" ".join(text.split()[:3]) for text in words[:QUESTIONS]]
    print(f"encode a question            {each(lambda text: encoder.encode([text]), asked):8.2f} CPU-ms")
    questions = encoder.encode(asked)
    compare(vectors, questions)
    of_owners(vectors, questions, passages)
    print(f"largest memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


def made_up() -> Iterator[str]:
    """Texts without end: a third of the words of each are of its subject."""
    chance = random.Random(7)  # noqa: S311 - the same texts every time
    names = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(4, 10))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    subjects = [chance.sample(names, 40) for _ in range(SUBJECTS)]
    while True:
        subject = chance.choice(subjects)
        own, other = chance.choices(subject, k=LENGTH // 3), chance.choices(names, weights, k=LENGTH - LENGTH // 3)
        yield " ".join([*own, *other])


def start_installation() -> None:
    """A PostgreSQL of our own, with the tables; gone afterwards."""
    installation.start_database()
    os.environ.update(installation.environment(), DJANGO_SETTINGS_MODULE="learnstead.config.settings")
    import django  # noqa: PLC0415 - the environment comes first
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("migrate", verbosity=0)


def compare(vectors: Sequence[Sequence[float]], questions: Sequence[Sequence[float]]) -> None:
    """All vectors against each question: in this process, and by pgvector."""
    from learnstead.adapters.vectors.database import DatabaseVectors  # noqa: PLC0415 - needs Django

    kept = DatabaseVectors()
    started = time.process_time()
    kept.put("resources:b", (Point(id=str(n), vector=v, checksum="") for n, v in enumerate(vectors)))
    print(f"put                          {len(vectors) / (time.process_time() - started):8,.0f} a CPU-s here")
    started = time.process_time()
    kept.nearest("resources:b", questions[0], at_least=0.3, limit=NEAREST)
    print(f"read them the first time     {(time.process_time() - started) * 1000:8.0f} CPU-ms")
    near = each(lambda one: kept.nearest("resources:b", one, at_least=0.3, limit=NEAREST), questions)
    print(f"the nearest of {len(vectors):,}        {near:8.2f} CPU-ms here")
    print(f"  by pgvector, exact         {by_pgvector(vectors, questions):>8} CPU-ms")


def by_pgvector(vectors: Sequence[Sequence[float]], questions: Sequence[Sequence[float]]) -> str:
    """The same by a halfvec column without an index, if the extension is there."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone() == (0,):
            return "none"
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        cursor.execute(f"CREATE TEMP TABLE bare (id int, vector halfvec({len(vectors[0])}))")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for number, vector in enumerate(vectors):
                copy.write_row((number, str(vector)))
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
        before = sum(server.cpu_times()[:2])
        for one in questions:
            wanted = "SELECT id, vector <#> %s AS far FROM bare WHERE vector <#> %s <= -0.3 ORDER BY far, id LIMIT 500"
            cursor.execute(wanted, [str(one), str(one)])
            cursor.fetchall()
        return f"{(sum(server.cpu_times()[:2]) - before) / len(questions) * 1000:.2f}"


def of_owners(vectors: Sequence[Sequence[float]], questions: Sequence[Sequence[float]], passages: int) -> None:
    """The passages of one course among all passages."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    from learnstead.adapters.vectors.database import DatabaseVectors  # noqa: PLC0415 - needs Django

    kept = DatabaseVectors()
    kept.put(
        "passages:b",
        (
            Point(id=str(n), vector=vectors[n % len(vectors)], checksum="", owner=str(n // EACH))
            for n in range(passages)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    before = sum(server.cpu_times()[:2])
    owners = iter(range(passages // EACH))
    spent = each(
        lambda one: kept.nearest("passages:b", one, at_least=0.3, limit=10, owners=[str(next(owners))]),
        questions[: passages // EACH],
    )
    theirs = (sum(server.cpu_times()[:2]) - before) / len(questions) * 1000
    print(f"of one owner's {EACH} of {passages:,} {spent:8.2f} CPU-ms here, {theirs:.2f} in PostgreSQL")


def each(work: Callable[..., object], things: Sequence[object]) -> float:
    """CPU milliseconds for each."""
    started = time.process_time()
    for thing in things:
        work(thing)
    return (time.process_time() - started) / len(things) * 1000


if __name__ == "__main__":
    main()
