"""Harvesters: real ones, over HTTP, and requests that no harvester should send."""

from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oaipmh_scythe import Scythe

from learnstead.kernel.contracts import Run
from learnstead.learn.domain.oai_pmh import items
from learnstead.learn.domain.releases import apply_release
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
OAI = "{http://www.openarchives.org/OAI/2.0/}"


def release(number: int, *records: object) -> None:
    name = lay_down(services().objects, number, {"all": records})
    given = {"objects": services().objects, "queue": services().queue}
    apply_release(source="library", release=name, at=NOON + timedelta(days=number), **given)


def ask(**arguments: object) -> Element:
    answer = Client().get("/oai/", arguments)
    assert answer.status_code == 200
    return fromstring(answer.content)


def error(**arguments: object) -> str:
    found = ask(**arguments).find(f"{OAI}error")
    assert found is not None
    assert found.text
    return found.get("code")


def listed(**arguments: object) -> list[str]:
    """The names of the items of a whole list, page after page; a withdrawn one has a minus."""
    names, answer = [], ask(verb="ListIdentifiers", **({"metadataPrefix": "oai_dc"} | arguments))
    known = {str(one.pk): one.readable_id for one in LearningResource.objects.all()}
    while True:
        for header in answer.iter(f"{OAI}header"):
            name = known[header.findtext(f"{OAI}identifier").rpartition(":")[2]]
            names.append(f"-{name}" if header.get("status") == "deleted" else name)
        token = answer.findtext(f".//{OAI}resumptionToken")
        if not token:
            return names
        answer = ask(verb="ListIdentifiers", resumptionToken=token)


@pytest.mark.django_db(transaction=True)
def test_a_harvester_reads_the_whole_catalogue_and_later_only_what_changed(live_server) -> None:
    run = Run(run_id="r", availability="anytime", instructors=["Ada Marsh"])
    release(1, course("tides", title="Tides \x0b& Currents", runs=[run]), course("dunes"))
    with Scythe(f"{live_server.url}/oai/") as harvester:
        assert harvester.identify().protocolVersion == "2.0"
        assert {one.metadataPrefix for one in harvester.list_metadata_formats()} == {"oai_dc", "lom"}
        assert "type:course" in {one.setSpec for one in harvester.list_sets()}
        records = {record.metadata["title"][0]: record for record in harvester.list_records()}
        assert set(records) == {"Tides & Currents", "Course dunes"}
        assert records["Tides & Currents"].metadata["creator"] == ["Ada Marsh"]
        release(2, course("tides", title="Tides"), course("dunes"))
        (changed,) = harvester.list_records(from_=items.stamp(NOON + timedelta(days=2)))
        assert changed.metadata["title"] == ["Tides"]
        assert "Ada Marsh" not in harvester.get_record(identifier=changed.header.identifier).xml.xpath("string()")


def test_what_is_withdrawn_stays_as_a_header_for_good() -> None:
    release(1, course("tides"), course("dunes"))
    LearningResource.objects.filter(readable_id="dunes").update(published=False)
    assert sorted(listed()) == ["-dunes", "tides"]
    gone = LearningResource.objects.get(readable_id="dunes")
    record = ask(verb="GetRecord", identifier=items.identifier(gone, base=services().url), metadataPrefix="oai_dc")
    assert record.find(f".//{OAI}header").get("status") == "deleted"
    assert record.find(f".//{OAI}metadata") is None


def test_a_list_goes_on_where_it_ended_however_long_it_is() -> None:
    names = [f"c{number:03}" for number in range(2 * items.PAGE_SIZE + 1)]
    release(1, *(course(name) for name in names))
    assert sorted(listed()) == names
    first = ask(verb="ListRecords", metadataPrefix="lom")
    token = first.find(f".//{OAI}resumptionToken")
    assert (token.get("completeListSize"), token.get("cursor")) == (str(len(names)), "0")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(verb="ListRecords", resumptionToken=token.text)
    assert len(queries) <= 6
    assert not any("count(" in one["sql"].casefold() for one in queries)


def test_lists_are_of_a_time_and_of_a_set() -> None:
    release(1, course("tides", offered_by="ocw"))
    release(2, course("tides", offered_by="ocw"), course("dunes"))
    second = items.stamp(NOON + timedelta(days=2))
    assert listed(**{"from": second}) == ["dunes"]
    assert listed(until=second[:10]) == ["tides", "dunes"]
    assert listed(until=items.stamp(NOON + timedelta(days=1))) == ["tides"]
    assert listed(set="offeror:ocw") == ["tides"]
    assert listed(set="type:course") == ["tides", "dunes"]


def test_a_learning_object_has_what_the_catalogue_knows() -> None:
    release(1, course("tides", topics=["Science & Math"], licence="CC BY 4.0", languages=["en"]))
    one = LearningResource.objects.get()
    record = ask(verb="GetRecord", identifier=items.identifier(one, base=services().url), metadataPrefix="lom")
    lom = record.find(f".//{OAI}metadata")[0]
    texts = [text.strip() for text in lom.itertext() if text.strip()]
    assert lom.tag == "{http://ltsc.ieee.org/xsd/LOM}lom"
    assert {"Course tides", "CC BY 4.0", services().url + one.get_absolute_url()} <= set(texts)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Drop"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "lom"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2027-01-01", "until": "2026-01-01"},
            "badArgument",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2027-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "colour:red"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x'; --", "set": "type"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "x'; --"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "e30"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "\u0001" * 2000}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:elsewhere:1"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:127.0.0.1:{10**30}"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "oai:127.0.0.1:\x00"}, "idDoesNotExist"),
    ],
)
def test_what_cannot_be_answered_is_named(arguments: dict[str, object], code: str) -> None:
    assert error(**arguments) == code


def test_a_catalogue_without_anything_identifies_itself() -> None:
    assert ask(verb="Identify").findtext(f".//{OAI}deletedRecord") == "persistent"
    assert fromstring(Client().post("/oai/", {"verb": "ListSets"}).content).find(f"{OAI}ListSets") is not None
