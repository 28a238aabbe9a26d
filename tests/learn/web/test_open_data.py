"""Taking the catalogue away: as Parquet, as AMB, and back in as somebody else's."""

import gzip
from datetime import timedelta

import duckdb
import msgspec
import pytest
from django.test import Client

from learnstead.data.parsing.amb import resource
from learnstead.kernel import amb, clock
from learnstead.kernel.contracts import Price, Run
from learnstead.learn.domain import open_data
from learnstead.learn.domain.releases import apply_release
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONTEXT = [amb.CONTEXT, {"@language": "en"}]


class FullStore:
    """A store that takes one file and then is full."""

    def __init__(self):
        self.taken = 0

    def put(self, key, data):
        self.taken += 1
        if self.taken > 1:
            raise OSError("the disk is full")
        services().objects.put(key, data)


@pytest.fixture
def published():
    run = Run(
        run_id="r",
        availability="anytime",
        instructors=["Ada Marsh"],
        level=["graduate"],
        prices=[Price("10.00", "EUR")],
    )
    records = [
        course(
            "tides",
            title="Tides & Currents",
            runs=[run],
            languages=["en-US"],
            licence=LICENCE,
            description="<p>A shore.</p>",
            certification=True,
            certification_type="completion",
        ),
        course("hidden", test_mode=True),
        course("gone", published=False),
    ]
    release = lay_down(services().objects, 1, {"all": records})
    apply_release(source="library", release=release, objects=services().objects, queue=services().queue, at=NOON)
    return LearningResource.objects.get(readable_id="tides")


def dumped(at=NOON):
    return open_data.dump(objects=services().objects, scratch=services().scratch, base=services().url, at=at)


def fetched(name):
    answer = Client().get(f"/open-data/{name}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_analysts_take_parquet_with_what_learners_see_and_nothing_else(published, tmp_path):
    dumped()
    for name in ("resources", "runs"):
        (tmp_path / f"{name}.parquet").write_bytes(fetched(f"{name}.parquet"))
    resources, runs = (duckdb.read_parquet(str(tmp_path / f"{name}.parquet")) for name in ("resources", "runs"))
    (given,) = runs.select("resource_id, instructors, prices[1].amount").fetchall()
    (told,) = resources.select("id, title, description, languages, page, next_start_date").fetchall()
    page = services().url + published.get_absolute_url()
    assert told == (published.pk, "Tides & Currents", "A shore.", ["en-US"], page, None)
    assert given == (published.pk, ["Ada Marsh"], "10.00")


def test_repositories_take_amb_and_could_give_it_back(published):
    dumped()
    (line,) = gzip.decompress(fetched("resources.amb.jsonl.gz")).splitlines()
    assert line == Client().get(f"/amb/{published.pk}.json").content
    described = msgspec.json.decode(line)
    record = resource(described, etl_source="them")
    assert (record.title, record.languages, record.licence, record.license_cc) == (
        "Tides & Currents",
        ["en"],
        LICENCE,
        True,
    )
    assert described["educationalLevel"][0]["id"].endswith("level_07")
    assert described["creator"] == [{"name": "Ada Marsh", "type": "Person"}]


def test_the_page_lists_the_files_and_says_when_there_are_none(published):
    assert "The first files are made tonight" in Client().get("/open-data/").content.decode()
    dumped()
    page = Client().get("/open-data/").content.decode()
    assert "resources.parquet" in page
    assert f"/amb/{published.pk}.json" in page


def test_a_week_of_dumps_is_kept_and_a_dump_that_dies_leaves_the_one_before(published):
    for day in range(9):
        dumped(NOON + timedelta(days=day))
    kept = {found.key.split("/")[1] for found in services().objects.list("open-data/")} - {"latest.json"}
    assert len(kept) == open_data.KEPT
    before = open_data.latest(services().objects)
    with pytest.raises(OSError, match="full"):
        open_data.dump(objects=FullStore(), scratch=services().scratch, base=services().url, at=clock.now())
    assert open_data.latest(services().objects) == before
    assert fetched("resources.parquet")


@pytest.mark.parametrize("name", ["latest.json", "../releases/x", "resources.csv"])
def test_only_files_of_the_latest_dump_can_be_taken(published, name):
    dumped()
    assert Client().get(f"/open-data/{name}").status_code == 404


@pytest.mark.parametrize("pk", [0, 10**12])
def test_what_learners_do_not_see_is_not_described(published, pk):
    assert Client().get(f"/amb/{pk or LearningResource.objects.get(readable_id='hidden').pk}.json").status_code == 404


@pytest.mark.parametrize(
    ("broken", "member"),
    [
        ({"name": ""}, "$.name"),
        ({"id": "no address"}, "$.id"),
        ({"type": ["Course"]}, "$.type"),
        ({"@context": "https://schema.org"}, "$.@context"),
        ({"inLanguage": "en"}, "$.inLanguage"),
        ({"license": {"id": "https://example.org/terms"}}, "$.license.id"),
        ({"dateModified": "yesterday"}, "$.dateModified"),
    ],
)
def test_a_description_that_breaks_the_profile_is_refused_by_name(broken, member):
    whole = {"@context": CONTEXT, "id": "https://a.example/1", "type": ["LearningResource"], "name": "Tides"}
    assert resource(whole, etl_source="them").title == "Tides"
    with pytest.raises(amb.NotAmb) as problem:
        resource(whole | broken, etl_source="them")
    assert member in str(problem.value)
