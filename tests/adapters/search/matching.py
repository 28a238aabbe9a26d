"""What finds what, in every search index."""

import random

import pytest

from learnstead.ports.search import Entry, Part, Query, Ranking, SearchIndex
from tests.adapters.search.catalogue import FACETS, SYNONYMS, ids
from tests.adapters.search.stores import Build

PLAIN = "the clay that we dig beside the river is fired twice"


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
        ("6.002x", "6"),
        ("6002x", "6"),
        ("6.002 circuits", "5"),
        ("21l.000j", "7"),
    ],
)
def test_a_course_number_finds_its_course_however_it_is_spelt(courses: SearchIndex, text: str, first: str) -> None:
    assert ids(courses, text)[0] == first


def test_a_number_without_its_zero_still_leads_to_the_course(courses: SearchIndex) -> None:
    assert ids(courses, "18.6")[0] == "2"
    assert [found.title for found in courses.suggest("18.6")] == ["Linear Algebra"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("artificial intelligence", "1"),
        ("intelligence artificial", "1"),
        ("strong", "2"),
        ("Gilbert Strong", "2"),
        ("Gil Strong", "2"),
        ("strnog", "2"),
        ("eigenvalue", "2"),
        ("solving linear system", "2"),
        ("constraint propagation drawings", "1"),
        ("constraint propagation waltz", "1"),
        ("cafe", "2"),
        ("CAFÉ", "2"),
        ("robots", "3"),
        ("The Great Gatsby", "7"),
    ],
)
def test_words_find_titles_people_and_what_is_inside_in_any_form(courses: SearchIndex, text: str, first: str) -> None:
    assert ids(courses, text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("eigenvaleu", "2"),
        ("artifical inteligence", "1"),
        ("rodar", "4"),
        ("algebar linear", "2"),
        ("recitatoin", "1"),
        ("begginer python", "13"),
        ("developement economics", "14"),
        ("ilnear algebra", "2"),
    ],
)
def test_a_word_may_be_misspelt(courses: SearchIndex, text: str, first: str) -> None:
    assert ids(courses, text)[0] == first


def test_the_last_word_may_be_unfinished(courses: SearchIndex) -> None:
    assert ids(courses, "linear alg")[:2] == ["2", "8"]
    assert ids(courses, "propagat") == ["1"]
    assert ids(courses, "intel")[0] == "1"


def test_an_unknown_word_brings_a_correction(courses: SearchIndex) -> None:
    assert courses.search(Query(text="Artifical intelligence")).did_you_mean == "artificial intelligence"
    assert courses.search(Query(text="artificial intelligence")).did_you_mean == ""


def test_nothing_is_found_where_nothing_matches(courses: SearchIndex) -> None:
    results = courses.search(Query(text="zzzyx", facets=FACETS))
    assert (results.total, list(results.hits)) == (0, [])
    assert ids(courses, "!?*:()[]^~\\") == []


def test_results_with_some_words_are_shown_when_none_has_enough_of_them(courses: SearchIndex) -> None:
    results = courses.search(Query(text="radar pottery"))
    assert results.relaxed
    assert [hit.id for hit in results.hits] == ["4"]


def test_a_question_in_plain_words_finds_what_it_is_about(courses: SearchIndex) -> None:
    assert ids(courses, "how do I learn statistics for biology without calculus")[0] == "12"


def test_a_sentence_of_a_page_finds_that_page_before_what_has_its_words_elsewhere(build: Build) -> None:
    scattered = " ".join(reversed(PLAIN.split()))
    kilns = Entry(id="kilns", title="Kilns", text="Heat.", parts=[Part(title="Page 3", text=f"Then {PLAIN}. More.")])
    heap = Entry(id="heap", title="Clay from the River", text=f"Fired twice: {scattered}.", parts=[])
    assert ids(build([heap, kilns]), PLAIN) == ["kilns", "heap"]


@pytest.mark.parametrize("text", ['"linear algebra"', "“linear algebra”"])
def test_quotation_marks_ask_for_the_exact_phrase(courses: SearchIndex, text: str) -> None:
    assert ids(courses, text) == ["2"]
    assert ids(courses, '"intelligence artificial"') == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ml", "9"),
        ("scm", "10"),
        ("micro masters", "11"),
        ("MicroMasters", "11"),
        ("ml python", "9"),
        ("analytics scm", "10"),
    ],
)
def test_synonyms_are_those_of_the_query(courses: SearchIndex, text: str, found: str) -> None:
    assert ids(courses, text, synonyms=SYNONYMS)[0] == found
    assert ids(courses, "machine learning", synonyms=[("machine learning", "lego")])[:2] == ["9", "3"]
    assert "3" not in ids(courses, "machine learning")


def test_what_matches_inside_only_can_be_left_out(courses: SearchIndex) -> None:
    assert ids(courses, "great gatsby", ranking=Ranking(content_weight=0)) == []
    assert ids(courses, "radar", ranking=Ranking(content_weight=0)) == ["4"]


def test_one_hit_for_each_entry_with_its_best_part(courses: SearchIndex) -> None:
    hit = courses.search(Query(text="constraint propagation")).hits[0]
    assert hit.part is not None
    assert hit.part.stored == {"url": "/ai/lecture-7/", "page": 3}
    assert "<mark>constraint</mark> <mark>propagation</mark>" in hit.part.highlight
    assert hit.stored == {"url": "/courses/ai/"}


def test_highlights_are_escaped(courses: SearchIndex) -> None:
    hit = courses.search(Query(text="eigenvalues")).hits[0]
    assert "<mark>eigenvalues</mark>" in hit.highlight
    assert "&lt;b&gt;vector&lt;/b&gt;" in hit.highlight


@pytest.mark.parametrize(
    ("text", "found", "place"),
    [
        ("6.034", "1", "identifier"),
        ("radar", "4", "title"),
        ("strong", "2", "people"),
        ("mathematics", "2", "keywords"),
        ("amplifiers", "5", "text"),
        ("gatsby", "7", "part"),
    ],
)
def test_a_hit_says_where_it_matched(courses: SearchIndex, text: str, found: str, place: str) -> None:
    hits = {hit.id: hit for hit in courses.search(Query(text=text)).hits}
    assert hits[found].matched == [place]


def test_no_text_breaks_a_search(courses: SearchIndex) -> None:
    dice = random.Random(1)  # noqa: S311 - the same texts every time
    letters = "abc 6.034 \"“”'’-_/\\*?[](){}:^~+!&|<>%éß漢\U0001f642́\u200b\0שלום linear"  # noqa: RUF001
    for length in range(150):
        text = "".join(dice.choices(letters, k=length % 50))
        courses.search(Query(text=text, facets=FACETS, synonyms=SYNONYMS))
        courses.inside("1", f'"{text}"')
        courses.suggest(text)
    for text in (
        "linear " * 1500,
        "a" * 10_000,
        "18.06 " * 1700,
        "(" * 10_000,
        "' OR 1=1; DROP TABLE x; --",
        ".*" * 99,
    ):
        courses.search(Query(text=text, facets=FACETS, synonyms=SYNONYMS))
        courses.suggest(text)


def test_one_entry_can_be_searched_inside(courses: SearchIndex) -> None:
    inside = courses.inside("1", "constraint drawings")
    assert (inside.total, inside.relaxed) == (1, False)
    assert [part.stored for part in inside.parts] == [{"url": "/ai/lecture-7/", "page": 3}]
    assert courses.inside("1", "lecture pottery").relaxed
    assert courses.inside("2", "constraint").total == 0
    assert courses.inside("1", "", limit=1).total == 2


def test_suggestions_begin_like_what_was_typed(courses: SearchIndex) -> None:
    def titles(text: str) -> list[str]:
        return [found.title for found in courses.suggest(text)]

    assert titles("arti") == ["Artificial Intelligence"]
    assert titles("lin") == ["Linear Algebra"]
    assert titles("linear al") == ["Linear Algebra"]
    assert titles("alg") == ["Algebra of Maps", "Linear Algebra"]
    assert titles("algebar") == ["Algebra of Maps", "Linear Algebra"]
    assert titles("18.0") == ["Linear Algebra"]
    assert titles("") == []
