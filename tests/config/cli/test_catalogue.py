"""``learnstead catalogue export``: the catalogue now, of one source, and as it was."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from learnstead.config.cli import catalogue as _registered  # noqa: F401 - adds the command
from learnstead.config.cli import cli
from learnstead.kernel.contracts import ContentFile, ContentParent, FeedItem, NewsDetail, Price, Run
from learnstead.learn.domain.releases import apply_release
from learnstead.ports.services import services
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = pytest.mark.django_db


def release(number, *records, source="library"):
    made = lay_down(services().objects, number, {"all": records}, source=source)
    later = NOON + timedelta(days=1)
    apply_release(source=source, release=made, objects=services().objects, queue=services().queue, at=later)


def exported(*options):
    done = CliRunner().invoke(cli, ["catalogue", "export", "--json", *options], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def titles(*options):
    return [record["title"] for record in exported(*options)]


def test_what_learners_see_is_exported_and_with_all_the_rest_too():
    release(1, course("a"), course("b", published=False), course("c", test_mode=True), course("d"))
    release(2, course("a"), course("b", published=False), course("c", test_mode=True))
    assert titles() == ["Course a"]
    hidden = {record["readable_id"]: record["published"] for record in exported("--all")}
    assert hidden == {"a": True, "b": False, "c": True, "d": False}


def test_the_catalogue_can_be_seen_as_of_a_time():
    release(1, course("a", title="Older"), course("b"))
    release(3, course("a", title="Newer"))
    assert titles("--as-of", (NOON + timedelta(minutes=30)).isoformat()) == []
    assert titles("--as-of", (NOON + timedelta(hours=2)).isoformat()) == ["Older", "Course b"]
    assert titles("--as-of", (NOON + timedelta(hours=4)).isoformat()) == ["Newer"]
    assert titles() == ["Newer"]


def test_a_record_speaks_the_words_of_the_production_system():
    run = Run(run_id="a+1", prices=[Price(amount="99")], start_date=NOON + timedelta(days=9), availability="dated")
    release(1, course("a", runs=[run], certification=True, topics=["Physics"], continuing_ed_credits="1.5"))
    (record,) = exported("--source", "library")
    said = {name: record[name] for name in ("prices", "resource_prices", "best_run", "next_start_date", "topics")}
    assert said == {
        "prices": [{"$decimal": "99.00"}],
        "resource_prices": ["99.00 USD"],
        "best_run": "a+1",
        "next_start_date": "2026-03-10T12:00:00+00:00",
        "topics": ["Physics", "Science & Math"],
    }
    assert (record["continuing_ed_credits"], record["pace"]) == ({"$decimal": "1.50"}, ["self_paced"])


def test_files_and_news_are_exported_in_words_of_their_own():
    parent = ContentParent(platform="edx", run_id="a+1")
    release(1, ContentFile(parent=parent, key="k", etl_source="x", title="Week", content="Words"), source="files")
    news = NewsDetail(authors=["Ada"], publish_date=NOON)
    item = FeedItem(guid="g", source_url="https://n.example", feed_type="news", etl_source="x", title="New", news=news)
    release(1, item, source="news")
    (file,) = exported("--source", "files")
    assert (file["key"], file["content"], file["run"]) == ("k", "Words", "a+1")
    (new,) = exported("--source", "news")
    detail = {"authors": ["Ada"], "topics": [], "publish_date": "2026-03-01T12:00:00+00:00"}
    assert (new["guid"], new["detail"]) == ("g", detail)


def test_a_time_that_is_none_is_refused_in_words():
    done = CliRunner().invoke(cli, ["catalogue", "export", "--as-of", "yesterday"])
    assert done.exit_code == 2
    assert "write it like 2026-03-01T12:00:00Z" in done.output
