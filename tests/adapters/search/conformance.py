"""What every search index must do. A module of an implementation imports all of it and brings the fixture ``opened``.

``opened(facets)`` is another index object over the same store, as another process would have it.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import pytest

from learnstead.ports.search import Entry, IndexMissing, Part, Query, SearchIndex, Sort

FACETS = ("topic", "level")

INTELLIGENCE = Entry(
    id="1",
    title="Artificial Intelligence",
    text="Knowledge representation, problem solving and learning methods.",
    identifiers=["6.034", "6.844"],
    keywords=["Computer Science", "Patrick Winston"],
    parts=[
        Part(title="Syllabus", text="Two lectures a week and one recitation.", stored={"url": "/ai/syllabus/"}),
        Part(
            title="Lecture 7: Constraints",
            text="Interpreting line drawings with constraint propagation by David Waltz.",
            stored={"url": "/ai/lecture-7/"},
        ),
    ],
    facets={"topic": ["Engineering", "Engineering / Computer Science"], "level": ["Undergraduate"]},
    recency=2010,
    stored={"url": "/courses/ai/"},
)
ALGEBRA = Entry(
    id="2",
    title="Linear Algebra",
    text="Matrix theory and linear systems: eigenvalues, determinants and <b>vector</b> spaces.",
    identifiers=["18.06SC"],
    keywords=["Mathematics", "Gilbert Strang"],
    parts=[Part(title="Elimination", text="Café tables and pivots. Gaussian elimination solves systems of equations.")],
    facets={"topic": ["Mathematics"], "level": ["Undergraduate", "Graduate"]},
    recency=2011,
)
ROBOTS = Entry(
    id="3",
    title="Lego Robotics",
    text="Build a robot that solves an artificial problem on its own.",
    identifiers=["ES.293"],
    keywords=["Engineering"],
    facets={"topic": ["Engineering"], "level": ["Undergraduate"]},
    recency=2007,
)
RADAR = Entry(id="4", title="Build a Small Radar", text="Range, Doppler and imaging.", identifiers=["RES.LL-003"])


Opened = Callable[[Sequence[str]], SearchIndex]


@pytest.fixture
def index(opened: Opened) -> SearchIndex:
    built = opened(FACETS)
    built.rebuild([INTELLIGENCE, ALGEBRA, ROBOTS, RADAR])
    return built


def ids(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [hit.id for hit in index.search(Query(text=text, **more)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("6.034", "1"),
        ("6-034", "1"),
        ("6034", "1"),
        ("6.844", "1"),
        ("18.06SC", "2"),
        ("18.06sc", "2"),
        ("18.06", "2"),
        ("es.293", "3"),
        ("ES 293", "3"),
        ("RES.LL-003", "4"),
        ("res ll 003", "4"),
        ("6.034 artificial intelligence", "1"),
    ],
)
def test_a_course_number_finds_its_course_however_it_is_spelt(index: SearchIndex, text: str, first: str) -> None:
    assert ids(index, text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("artificial intelligence", "1"),
        ("intelligence artificial", "1"),
        ("Strang", "2"),
        ("eigenvalue", "2"),
        ("solving linear system", "2"),
        ("constraint propagation waltz", "1"),
        ("cafe", "2"),
        ("CAFÉ", "2"),
        ("robots", "3"),
    ],
)
def test_words_find_titles_people_and_pages_in_any_form(index: SearchIndex, text: str, first: str) -> None:
    assert ids(index, text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [("eigenvaleu", "2"), ("artifical inteligence", "1"), ("rodar", "4"), ("algebar", "2"), ("recitatoin", "1")],
)
def test_a_word_may_be_misspelt(index: SearchIndex, text: str, first: str) -> None:
    assert ids(index, text)[0] == first


def test_the_last_word_may_be_unfinished(index: SearchIndex) -> None:
    assert ids(index, "linear alg") == ["2"]
    assert ids(index, "propagat") == ["1"]


def test_an_unknown_word_brings_a_correction(index: SearchIndex) -> None:
    assert index.search(Query(text="Artifical intelligence")).did_you_mean == "artificial intelligence"
    assert index.search(Query(text="artificial intelligence")).did_you_mean == ""


def test_nothing_is_found_where_nothing_matches(index: SearchIndex) -> None:
    results = index.search(Query(text="zzzyx", facets=FACETS))
    assert (results.total, list(results.hits)) == (0, [])
    assert ids(index, "!?*:()[]^~\\") == []


def test_results_with_some_words_are_shown_when_none_has_enough_of_them(index: SearchIndex) -> None:
    results = index.search(Query(text="radar pottery"))
    assert results.relaxed
    assert [hit.id for hit in results.hits] == ["4"]


def test_quotation_marks_ask_for_the_exact_phrase(index: SearchIndex) -> None:
    assert ids(index, '"artificial intelligence"') == ["1"]
    assert ids(index, '"intelligence artificial"') == []


def test_one_hit_for_each_entry_with_its_best_part(index: SearchIndex) -> None:
    (hit,) = index.search(Query(text="constraint propagation")).hits
    assert hit.part is not None
    assert hit.part.stored == {"url": "/ai/lecture-7/"}
    assert "<mark>constraint</mark> <mark>propagation</mark>" in hit.part.highlight
    assert hit.stored == {"url": "/courses/ai/"}


def test_highlights_are_escaped(index: SearchIndex) -> None:
    (hit,) = index.search(Query(text="eigenvalues")).hits
    assert "<mark>eigenvalues</mark>" in hit.highlight
    assert "&lt;b&gt;vector&lt;/b&gt;" in hit.highlight


def test_filters_are_any_of_within_a_facet_and_all_of_across(index: SearchIndex) -> None:
    assert sorted(ids(index, "", filters={"topic": ["Mathematics", "Engineering"]})) == ["1", "2", "3"]
    assert ids(index, "", filters={"topic": ["Mathematics", "Engineering"], "level": ["Graduate"]}) == ["2"]


def test_a_facet_counts_entries_once_and_ignores_its_own_filter(index: SearchIndex) -> None:
    query = Query(text="", filters={"level": ["Graduate"]}, facets=FACETS)
    facets = index.search(query).facets
    assert facets["level"] == [("Undergraduate", 3), ("Graduate", 1)]
    assert facets["topic"] == [("Mathematics", 1)]


def test_an_empty_query_shows_everything_newest_first(index: SearchIndex) -> None:
    assert ids(index, "") == ["2", "1", "3", "4"]
    assert ids(index, "   ") == ["2", "1", "3", "4"]


def test_results_can_be_sorted_and_paged(index: SearchIndex) -> None:
    assert ids(index, "", sort=Sort.TITLE) == ["1", "4", "3", "2"]
    assert ids(index, "", sort=Sort.TITLE, offset=1, limit=2) == ["4", "3"]
    assert index.search(Query(text="", limit=1)).total == 4
    assert ids(index, "", offset=400) == []


def test_the_order_of_equals_does_not_depend_on_the_order_of_writing(index: SearchIndex) -> None:
    copies = [Entry(id=f"copy-{number}", title="Pottery", text="Clay.") for number in range(20)]
    index.rebuild(copies)
    once = ids(index, "pottery", limit=20)
    index.rebuild(reversed(copies))
    assert ids(index, "pottery", limit=20) == once
    assert ids(index, "pottery", limit=5, offset=5) == once[5:10]


def test_an_entry_can_be_replaced_and_removed(index: SearchIndex) -> None:
    index.write(put=[Entry(id="3", title="Drones", text="They fly.")], remove=["4"])
    assert ids(index, "drones") == ["3"]
    assert ids(index, "lego") == []
    assert ids(index, "radar") == []
    assert index.search(Query(text="")).total == 3


def test_no_text_breaks_a_search(index: SearchIndex) -> None:
    dice = random.Random(1)  # noqa: S311 - the same texts every time
    letters = "abc 6.034 \"\u201c\u201d'\u2019-_/\\*?[](){}:^~+!&|<>%\u00e9\u00df\u6f22\U0001f642\u0301\u200b linear"
    for length in range(300):
        text = "".join(dice.choices(letters, k=length % 50))
        index.search(Query(text=text, facets=FACETS))
        index.inside("1", f'"{text}"')
        index.suggest(text)


def test_one_entry_can_be_searched_inside(index: SearchIndex) -> None:
    inside = index.inside("1", "constraint drawings")
    assert (inside.total, inside.relaxed) == (1, False)
    assert [part.stored for part in inside.parts] == [{"url": "/ai/lecture-7/"}]
    assert index.inside("1", "lecture pottery").relaxed
    assert index.inside("2", "constraint").total == 0
    assert index.inside("1", "", limit=1).total == 2


def test_suggestions_begin_like_what_was_typed(index: SearchIndex) -> None:
    assert [found.title for found in index.suggest("arti")] == ["Artificial Intelligence"]
    assert [found.title for found in index.suggest("linear al")] == ["Linear Algebra"]
    assert [found.title for found in index.suggest("18.0")] == ["Linear Algebra"]
    assert list(index.suggest("")) == []


def test_another_reader_sees_a_write_at_once(index: SearchIndex, opened: Opened) -> None:
    reader = opened(FACETS)
    assert ids(reader, "drones") == []
    index.write(put=[Entry(id="5", title="Drones", text="They fly.")])
    assert ids(reader, "drones") == ["5"]


def test_a_missing_index_says_so(opened: Opened) -> None:
    index = opened(FACETS)
    with pytest.raises(IndexMissing, match="learnstead search rebuild"):
        index.search(Query(text="anything"))
    with pytest.raises(IndexMissing):
        index.write(remove=["1"])


def test_an_index_of_another_form_counts_as_missing(index: SearchIndex, opened: Opened) -> None:
    assert index.search(Query(text="")).total
    with pytest.raises(IndexMissing, match="another version"):
        opened(("topic",)).search(Query(text=""))


def test_a_failed_rebuild_leaves_the_live_index(index: SearchIndex) -> None:
    def breaking() -> Iterator[Entry]:
        yield ALGEBRA
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(breaking())
    assert index.search(Query(text="")).total == 4
