"""In which order things are found, how they are counted and narrowed, in every search index and every mode."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learnstead.ports.search import Entry, Part, Query, Ranking, SearchIndex, Sort
from tests.adapters.search.catalogue import COURSES, FACETS, ids
from tests.adapters.search.stores import Build

NOW = datetime(2026, 6, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
# By words, by both, and by meaning alone: what is counted and narrowed is the same in each.
MODES = {
    "keyword": {},
    "hybrid": {"nearest": {"1": 0.9, "2": 0.5, "3": 0.2}},
    "semantic": {"nearest": {"1": 0.9, "2": 0.5, "3": 0.2}, "by_words": False},
}


def clay(name: str, **more: object) -> Entry:
    return Entry(**{"id": name, "title": "Pottery Class", "text": "Clay.", **more})  # type: ignore[arg-type]


def scores(index: SearchIndex, ranking: Ranking, text: str = "pottery") -> dict[str, float]:
    return {hit.id: hit.score for hit in index.search(Query(text=text, ranking=ranking)).hits}


def test_filters_are_any_of_within_a_facet_and_all_of_across_whatever_their_case(courses: SearchIndex) -> None:
    assert sorted(ids(courses, "", filters={"topic": ["mathematics", "Computer science"]})) == ["1", "2"]
    assert ids(courses, "", filters={"topic": ["Mathematics", "Engineering"], "level": ["GRADUATE"]}) == ["2"]
    assert ids(courses, "", filters={"topic": ["Cooking"]}) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_facet_ignores_its_own_filter_and_counts_each_entry_once(courses: SearchIndex, mode: str) -> None:
    text = "artificial robot linear algebra"
    unfiltered = courses.search(Query(text=text, facets=FACETS, **MODES[mode]))
    assert dict(unfiltered.facets["level"]) == {"undergraduate": 3, "graduate": 1}
    narrowed = courses.search(Query(text=text, facets=FACETS, filters={"level": ["graduate"]}, **MODES[mode]))
    assert (narrowed.total, [hit.id for hit in narrowed.hits]) == (1, ["2"])
    assert dict(narrowed.facets["level"]) == {"undergraduate": 3, "graduate": 1}
    assert dict(narrowed.facets["topic"]) == {"Mathematics": 1}
    everything = courses.search(Query(text="", filters={"level": ["graduate"]}, facets=FACETS)).facets
    assert everything["level"] == [("undergraduate", 3), ("graduate", 1)]


@pytest.mark.parametrize("mode", MODES)
def test_bare_hits_are_the_same_in_the_same_order(courses: SearchIndex, mode: str) -> None:
    query = Query(text="artificial robot linear algebra", facets=FACETS, **MODES[mode])
    whole, bare = courses.search(query), courses.search(replace(query, bare=True))
    assert [(hit.id, hit.score) for hit in bare.hits] == [(hit.id, hit.score) for hit in whole.hits]
    assert (bare.total, bare.facets) == (whole.total, whole.facets)


@pytest.mark.parametrize("mode", MODES)
def test_pages_are_disjoint_and_make_up_the_total(courses: SearchIndex, mode: str) -> None:
    query = Query(text="learning linear artificial", limit=2, **MODES[mode])
    walked = [hit.id for offset in range(0, 14, 2) for hit in courses.search(replace(query, offset=offset)).hits]
    assert len(walked) == len(set(walked)) == courses.search(query).total
    assert ids(courses, "learning", offset=400) == []


def test_an_empty_query_shows_everything_newest_first(courses: SearchIndex) -> None:
    assert ids(courses, "")[:3] == ["2", "1", "3"]
    assert courses.search(Query(text="  ", limit=1)).total == len(COURSES)


def test_what_is_near_in_meaning_joins_what_has_the_words(courses: SearchIndex) -> None:
    near = {"3": 0.8, "1": 0.4, "gone": 1.0}
    both = courses.search(Query(text="radar", nearest=near, keyword_share=0.6)).hits
    assert [(hit.id, hit.score) for hit in both] == [("4", 0.6), ("3", pytest.approx(0.32)), ("1", pytest.approx(0.16))]
    assert [hit.matched for hit in both] == [["title"], ["meaning"], ["meaning"]]
    assert both[1].explanation["similarity"] == 0.8
    alone = courses.search(Query(text="artificial", nearest={"3": 0.8, "4": 0.4}, by_words=False)).hits
    assert [hit.id for hit in alone] == ["3", "4"]
    assert "<mark>artificial</mark>" in alone[0].highlight


def test_a_filter_changes_no_score(courses: SearchIndex) -> None:
    query = Query(text="linear algebra", nearest={"3": 0.8})
    score = {hit.id: hit.score for hit in courses.search(query).hits}
    for hit in courses.search(replace(query, filters={"topic": ["Engineering"]})).hits:
        assert hit.score == score[hit.id]


def test_a_score_falls_by_a_share_of_itself_each_year_and_what_is_to_come_has_not_aged(build: Build) -> None:
    since = {"new": NOW, "old": NOW - 4 * YEAR, "next": NOW + YEAR, "ageless": None}
    index = build(clay(name, aged_since=moment) for name, moment in since.items())
    found = scores(index, Ranking(yearly_decay=0.025, now=NOW))
    assert found["old"] / found["new"] == pytest.approx(0.9)
    assert found["next"] == found["ageless"] == found["new"]
    assert len(set(scores(index, Ranking(now=NOW)).values())) == 1


@pytest.mark.parametrize("near", [{}, {"young": 1.0}], ids=["by words", "with meaning"])
@pytest.mark.parametrize(
    "text", ["Clay -- and Robots", "the kiln is fired twice a week in winter"], ids=["title", "sentence"]
)
def test_what_a_text_names_or_quotes_comes_first_however_old_it_is(
    build: Build, text: str, near: Mapping[str, float]
) -> None:
    page = Part(title="Page 3", text="Here the kiln is fired twice a week in winter.")
    old = Entry(id="old", title="Clay and Robots", text="x", parts=[page], aged_since=NOW - 38 * YEAR, completeness=0.2)
    words = "Clay, robots and more robots. A kiln fired in winter, twice, each week."
    young = [Entry(id=name, title="Robots of Clay", text=words, aged_since=NOW) for name in ("young", "younger")]
    index = build([old, *young])
    ranking = Ranking(yearly_decay=0.025, incompleteness_penalty=0.5, now=NOW)
    found = index.search(Query(text=text, ranking=ranking, nearest=near))
    assert found.hits[0].id == "old"
    assert found.total == 3


def test_what_is_incomplete_counts_less(build: Build) -> None:
    index = build([clay("whole"), clay("empty", completeness=0.0), clay("half", completeness=0.5)])
    found = scores(index, Ranking(incompleteness_penalty=0.9))
    assert found["empty"] / found["whole"] == pytest.approx(0.1, rel=1e-4)
    assert found["half"] / found["whole"] == pytest.approx(0.55, rel=1e-4)
    assert len(set(scores(index, Ranking()).values())) == 1


def test_a_boost_lifts_an_entry_unless_it_is_switched_off(build: Build) -> None:
    index = build([clay("course"), clay("program", boost=3.0)])
    found = scores(index, Ranking())
    assert found["program"] / found["course"] == pytest.approx(3.0, rel=1e-4)
    assert len(set(scores(index, Ranking(boosted=False)).values())) == 1


def test_what_matches_too_weakly_is_neither_listed_nor_counted(build: Build) -> None:
    index = build(
        [
            clay("strong", facets={"topic": ["Art"]}),
            clay(
                "weak",
                title="Crafts",
                text="Wood, wool, paper, pottery and " + "more " * 200,
                facets={"topic": ["Art"]},
            ),
        ]
    )
    weak = scores(index, Ranking())["weak"]
    cut = index.search(Query(text="pottery", facets=["topic"], ranking=Ranking(min_score=weak * 1.01)))
    assert (cut.total, [hit.id for hit in cut.hits], cut.facets["topic"]) == (1, ["strong"], [("Art", 1)])


def test_a_rare_word_weighs_the_same_in_a_small_type_as_in_a_large_one(build: Build) -> None:
    kinds = [clay(f"course-{n}", title="Weaving", facets={"resource_type": ["course"]}) for n in range(30)]
    index = build(
        [*kinds, clay("a", facets={"resource_type": ["course"]}), clay("b", facets={"resource_type": ["video"]})]
    )
    assert len(set(scores(index, Ranking()).values())) == 1


def test_orders_put_what_has_no_value_last_both_ways_and_ids_between_equals(build: Build) -> None:
    views = {"a": 5, "b": None, "c": 70, "d": 5}
    index = build(clay(name, orders={"views": value} if value else {}) for name, value in views.items())
    for mode in MODES.values():
        near = {"nearest": dict.fromkeys(views, 0.5)} if mode else {}
        assert ids(index, "pottery", order="views", **near) == ["a", "d", "c", "b"]
        assert ids(index, "pottery", order="-views", **near) == ["c", "a", "d", "b"]
    assert ids(index, "", order="-nothing") == ["a", "b", "c", "d"]
    texts = build([clay("x", orders={"number": "10"}), clay("y", orders={"number": "02"})])
    assert ids(texts, "", order="number") == ["y", "x"]


def test_results_can_be_sorted_by_title(courses: SearchIndex) -> None:
    assert ids(courses, "linear", sort=Sort.TITLE)[:2] == ["8", "2"]
    assert ids(courses, "linear", sort=Sort.NEWEST)[0] == "2"
    assert ids(courses, "", sort=Sort.TITLE)[:4] == ["8", "10", "1", "4"]
    assert ids(courses, "", sort=Sort.TITLE, offset=1, limit=2) == ["10", "1"]


def test_counts_are_exact_beyond_ten_thousand(build: Build) -> None:
    index = build(
        clay(str(number), text="", facets={"free": [str(number % 4 > 0).lower()]}) for number in range(10_400)
    )
    results = index.search(Query(text="pottery", facets=["free"], limit=1))
    assert (results.total, results.facets["free"]) == (10_400, [("true", 7_800), ("false", 2_600)])
