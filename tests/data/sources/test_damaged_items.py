"""Whatever is wrong with one item of a catalogue, only that item is lost."""

import json
from datetime import UTC, datetime

import msgspec
import pytest

from learnstead.data import registry
from learnstead.data.normalising import Candidate, Given, Quarantined
from learnstead.data.snapshot import keep
from tests.data.feeds import feed_of
from tests.data.running import PlainTexts, run_source

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LISTS = {
    ("mit_edx", "courses"): "course_runs",
    ("mit_edx", "programs"): "courses",
    ("mitxonline", "courses"): "courseruns",
    ("mitxonline", "programs"): "req_tree",
    ("xpro", "courses"): "courseruns",
    ("xpro", "programs"): "courses",
    ("micromasters", "programs"): "courses",
}
ACCESS = {"client_id": "us", "client_secret": "ours"}
DEPENDENT = {"program:mitxonline:program-v1:MITxT+Deciding"}  # it borrows its courses from another program
NOTHING = object()
DAMAGE = (NOTHING, None, 7, "?", [None], {"?": 7})


def normalised(ran):
    source = registry.named(ran.journal.source)
    settings = {setting.name: setting.default for setting in source.settings}
    given = Given(now=NOW, settings=settings, texts=PlainTexts(), latest=lambda _name: iter(()))
    return list(source.normalise(ran.snapshot, given))


def damaged(thing, key, value):
    """The same with one value replaced, or gone."""
    rest = {name: one for name, one in thing.items() if name != key}
    return rest if value is NOTHING else rest | {key: value}


def replaced(ran, exchange, first):
    """The snapshot with another first item in one payload."""
    content = json.loads(ran.snapshot.objects.get(f"raw/{exchange.sha256[:2]}/{exchange.sha256}"))
    items = content["results"] if isinstance(content, dict) else content
    items[0] = first
    sha256, size = keep(ran.snapshot.objects, json.dumps(content).encode())
    ran.snapshot.write(msgspec.structs.replace(exchange, sha256=sha256, size=size))


@pytest.mark.slow
@pytest.mark.parametrize(("source", "label"), LISTS)
def test_a_value_that_is_not_what_it_should_be_costs_one_item(tmp_path, source, label):
    with feed_of(source) as world:
        ran = run_source(source, folder=tmp_path, replay=world.url, now=NOW, settings=ACCESS)
    exchange = next(one for one in ran.snapshot.exchanges() if one.label == label and one.yielded)
    content = next(ran.snapshot.payloads(label)).json()
    item = (content["results"] if isinstance(content, dict) else content)[0]
    inner = LISTS[source, label]
    whole = normalised(ran)
    own = next(one.key for one in whole if one.scope in {label, "all"})
    others = {one.key for one in whole} - {own}

    variants = [damaged(item, key, value) for key in item for value in DAMAGE]
    variants += [
        item | {inner: [damaged(item[inner][0], key, value)]} for key in item[inner][0] for value in DAMAGE[:3]
    ]
    for first in (*variants, *DAMAGE[1:]):
        replaced(ran, exchange, first)
        made = normalised(ran)
        kept = {one.key for one in made if isinstance(one, Candidate)}
        lost = [one for one in made if isinstance(one, Quarantined)]
        named = {one.key for one in lost}
        assert others <= kept | named, f"{lost}"
        assert named <= {own, ""} | DEPENDENT, f"{lost}"
