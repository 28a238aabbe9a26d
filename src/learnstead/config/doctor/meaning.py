"""Search by meaning: whether the encoder answers, and whether the vectors are in step with the catalogue."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from learnstead.config.doctor.finding import Finding, note, ok, problem
from learnstead.config.meaning import LSA, MeaningSettings, encoder_of
from learnstead.kernel.errors import LearnsteadError

if TYPE_CHECKING:
    import psycopg

REBUILD = "run `learnstead search rebuild`"
LIVE = "SELECT encoder, resources, changed FROM learn_vectorspace WHERE live"
LISTED = "SELECT count(*) FROM learn_learningresource WHERE published AND NOT test_mode"
WAITING = "SELECT count(DISTINCT resource) FROM learn_toencode"
MANY = 1000


def examine_meaning(
    settings: MeaningSettings, connection: "psycopg.Connection[tuple[object, ...]]"
) -> Iterator[Finding]:
    """The encoder of the settings, and the vectors in the database that say what is live."""
    if settings.encoder != LSA:
        yield _provider(settings)
    live = connection.execute(LIVE).fetchone()
    listed, waiting = _count(connection, LISTED), _count(connection, WAITING)
    if live is None:
        yield note("vectors", "none yet, so searches go by words only", REBUILD) if listed else ok("vectors", "none")
        return
    name, resources, changed = live
    if not str(name).startswith(settings.encoder):
        yield note("vectors", f"made by {name}, not by the encoder that is set", REBUILD)
    elif waiting > MANY:
        remedy = "they are made by the workers; see `learnstead status` whether those run"
        yield note("vectors", f"{waiting:,} resources wait for theirs", remedy)
    else:
        yield ok("vectors", f"by {name}, of {resources} resources; {changed} changed since, {waiting} wait")


def _provider(settings: MeaningSettings) -> Finding:
    """Whether it answers a question; that costs a token."""
    remedy = "see LEARNSTEAD_ENCODER in docs/reference/settings.md"
    try:
        encoder = encoder_of(settings)
    except LearnsteadError as trouble:
        return problem("encoder", str(trouble), remedy)
    with ExitStack() as afterwards:
        if hasattr(encoder, "close"):
            afterwards.callback(encoder.close)
        try:
            encoder.encode(["Is anybody there?"])
        except LearnsteadError as trouble:
            return problem("encoder", str(trouble), remedy)
    return ok("encoder", f"{encoder.name} answers")


def _count(connection: "psycopg.Connection[tuple[object, ...]]", question: str) -> int:
    found = connection.execute(question).fetchone()
    return int(str(found[0])) if found else 0
