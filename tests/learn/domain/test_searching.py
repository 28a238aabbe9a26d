"""What a search of the catalogue finds, counts and hides, whoever asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from learnstead.kernel.contracts import LearningResource, PodcastEpisodeDetail, Run
from learnstead.kernel.errors import Transient
from learnstead.learn import models
from learnstead.learn.domain import featured, indexing, ranking, releases, rescue, search_log, searching, synonyms
from learnstead.learn.domain.ranking import Tuning
from learnstead.learn.domain.searching import Answer, Asked
from learnstead.learn.models import RankingSettings, SynonymGroup
from learnstead.ports.encoder import EncoderUnavailable
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = pytest.mark.django_db

OCW = {"platform": "ocw", "offered_by": "ocw"}


class Silent:
    """An encoder whose provider does not answer."""

    name, dimensions, floor = "silent", 3, 0.5

    def encode(self, _texts: object) -> Any:
        raise EncoderUnavailable("nobody answers")


def bring(*records: LearningResource) -> None:
    """Into the catalogue and the index, in one go."""
    release = lay_down(services().objects, 1, {"all": records})
    releases.apply_release(
        source="library", release=release, objects=services().objects, queue=services().queue, at=NOON
    )
    indexing.rebuild(index=services().search)


def ask(text: str = "", **asked: Any) -> Answer:
    return searching.search(asked=Asked(text=text, **asked), index=services().search)


def named(answer: Answer) -> list[str]:
    return [found.resource.readable_id for found in answer.found]


def material(name: str, kind: str, **said: Any) -> LearningResource:
    return course(name, resource_type=kind, runs=[], title=f"Tides {name}", **said)


def test_single_files_of_opencourseware_are_found_through_their_course_unless_asked_for() -> None:
    bring(
        material("problems", "document", **OCW),
        material("textbook", "document", resource_tags=["Open Textbooks"], **OCW),
        material("film", "video", **OCW),
        material("elsewhere", "document"),
        course("tides", title="Tides tides", **OCW),
    )
    assert sorted(named(ask("tides"))) == ["elsewhere", "film", "textbook", "tides"]
    assert "problems" in named(ask("tides", show_ocw_files=True))


def test_a_facet_counts_all_its_values_whatever_is_chosen_of_it_and_each_resource_once() -> None:
    levels = [Run(run_id=f"r{n}", level=["undergraduate"]) for n in range(5)]
    bring(
        course("tides", runs=levels),
        course("dunes", runs=[Run(run_id="d", level=["graduate"])]),
        material("film", "video"),
    )
    counts = ask(filters={"level": ["Undergraduate"]}).ranked.counts
    assert dict(counts["level"]) == {"undergraduate": 1, "graduate": 1}
    assert dict(ask(filters={"resource_type": ["course"]}).ranked.counts["resource_type"]) == {"course": 2, "video": 1}
    assert dict(counts["free"]) == {"true": 1}


def test_without_words_the_given_come_before_material_and_the_complete_before_the_rest() -> None:
    bring(
        material("film", "video", last_modified=datetime(2026, 1, 1, tzinfo=UTC)),
        course("bare", completeness=0.1),
        course("whole"),
    )
    assert named(ask()) == ["whole", "bare", "film"]
    assert named(ask(sortby="readable_id")) == ["bare", "film", "whole"]
    assert named(ask(sortby="-readable_id")) == ["whole", "film", "bare"]


def test_what_is_only_for_tutors_is_never_found() -> None:
    bring(course("tides", title="Tides", test_mode=True), course("dunes", title="Dunes"))
    assert named(ask("tides", show_ocw_files=True)) == []
    assert ask(filters={"id": ["1", "2", "3"]}).total <= 1


def test_what_is_said_in_a_recording_is_found_with_its_moment() -> None:
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nGood tides\n\n01:30.000 --> 01:31.000\nBarnacles cling\n"
    bring(material("talk", "podcast_episode", podcast_episode=PodcastEpisodeDetail(transcript=captions)))
    (found,) = ask("barnacles").found
    assert found.hit.part is not None
    assert found.hit.part.stored["seconds"] == 90
    assert str(found.hit.part.stored["url"]).endswith("?t=90#player")


def test_nobody_looks_deeper_than_the_window() -> None:
    bring(course("tides"))
    with pytest.raises(searching.OutOfWindowError, match="first 10,000 results"):
        ask(offset=9_990, limit=20)


def test_synonyms_count_from_the_next_search_on() -> None:
    bring(course("tides", title="Oceanography"))
    assert named(ask("thalassology")) == []
    synonyms.add("thalassology, oceanography")
    assert named(ask("thalassology")) == ["tides"]
    SynonymGroup.objects.filter(words__contains=["thalassology"]).delete()
    assert named(ask("thalassology")) == []


@pytest.mark.parametrize("text", ["", "one", "one, ONE ", "a, !!", f"a, {'b' * 81}", ", ".join(map(str, range(30)))])
def test_a_group_of_synonyms_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        synonyms.add(text)


def test_ranking_is_set_for_everybody_or_tried_by_one() -> None:
    old = course("old", title="Tides", runs=[Run(run_id="o", start_date=datetime(2012, 9, 1, tzinfo=UTC))])
    new = course("new", title="Tides", runs=[Run(run_id="n", start_date=datetime(2026, 2, 1, tzinfo=UTC))])
    bring(old, new, material("seas", "program"))

    def scores(tuning: Tuning | None = None) -> dict[str, float]:
        return {one.resource.readable_id: one.hit.score for one in ask("tides", tuning=tuning).found}

    usual, tried = scores(), scores(Tuning(yearly_decay_percent=0))
    assert usual["old"] < usual["new"]
    assert tried["old"] == pytest.approx(tried["new"], rel=1e-3)
    ranking.save(RankingSettings(yearly_decay_percent=0))
    assert scores()["old"] == pytest.approx(scores()["new"], rel=1e-3)
    with pytest.raises(ValidationError):
        ranking.save(RankingSettings(yearly_decay_percent=11))
    assert ranking.number("min_score", "nan") is ranking.number("min_score", "x") is None


def test_without_a_meaning_to_ask_the_words_answer_and_say_so() -> None:
    bring(course("tides", title="Tides"))
    given = services()
    asked = Asked(text="tides")
    answer = searching.search(asked=asked, index=given.search, encoder=Silent(), vectors=given.vectors)
    assert (named(answer), answer.ranked.degraded, answer.ranked.mode) == (["tides"], True, "keyword")
    exactly = replace(asked, text='"tides"', mode="hybrid")
    assert not searching.ranked(asked=exactly, index=given.search, encoder=Silent(), vectors=given.vectors).degraded
    assert issubclass(EncoderUnavailable, Transient)


def test_who_finds_nothing_is_told_what_to_leave_out() -> None:
    bring(course("tides", title="Tides", certification_type="completion", certification=True))
    nothing = ask("tides", filters={"certification_type": ["micromasters"], "free": ["true"]})
    ways = rescue.ways_out(nothing, ask=lambda asked: searching.search(asked=asked, index=services().search))
    assert [(way["facet"], way["count"]) for way in ways.fewer_filters] == [("certification_type", "1")]


def test_what_is_looked_for_is_counted_without_who_and_forgotten() -> None:
    today, before = NOON.date(), datetime(2026, 2, 28, tzinfo=UTC).date()
    assert search_log.normal("  Tides\tAND  me@example.org +1 (617) 253-1000 ") == "tides and … …"
    assert search_log.normal("18.06 18.03 6.1210") == "18.06 18.03 6.1210"
    for found in (3, 3, 0):
        search_log.note_asked(text="tides", found=found, on=today)
    search_log.note_asked(text="dunes", found=2, on=before)
    search_log.note_opened(text="tides", on=today)
    search_log.note_opened(text="never asked", on=today)
    (line, other) = search_log.top(since=before, limit=5)
    assert (line.text, line.asked, line.unanswered, line.abandoned) == ("tides", 3, 1, 1)
    assert [one.text for one in search_log.unanswered(since=before, limit=5)] == ["tides"]
    assert (other.text, other.abandoned) == ("dunes", 1)
    assert search_log.forget(before=today) == 1
    assert [one.text for one in search_log.top(since=before, limit=5)] == ["tides"]


def test_scenario_38_the_same_catalogue_indexed_again_is_ranked_the_same() -> None:
    bring(*(course(f"tides-{n}", title=f"Tides {'and Currents ' * (n % 3)}") for n in range(12)))

    def order() -> list[list[str]]:
        return [named(ask(text)) for text in ("tides", "currents", "tides curents", "")]

    first = order()
    assert [len(names) for names in first] == [12, 8, 12, 12]
    indexing.rebuild(index=services().search)
    assert order() == first


def test_scenario_38_what_is_featured_is_drawn_once_a_day_and_not_at_every_look() -> None:
    bring(*(course(f"tides-{n}") for n in range(8)))
    for resource in models.LearningResource.objects.all():
        models.FeaturedItem.objects.create(offered_by=f"unit-{resource.pk}", resource=resource, position=0)
    morning, evening = NOON.replace(hour=1), NOON.replace(hour=23)
    assert featured.ids(at=morning) == featured.ids(at=evening)
    assert featured.ids(at=morning) != featured.ids(at=morning + timedelta(days=1))


def test_scenario_35_a_rebuild_that_is_asked_for_again_waits_once() -> None:
    waiting_jobs.forget()
    for _ in range(2):
        releases.ask_for_rebuild(services().queue)
    assert [name for name, _ in waiting_jobs.waiting()] == [releases.REBUILD_JOB]
