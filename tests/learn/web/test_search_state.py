"""Every state of a search has an address, and from each one leads to the next."""

from django.http import QueryDict

from learnstead.learn.domain import narrowing, searching
from learnstead.learn.domain.searching import Answer, Asked, Ranked
from learnstead.learn.models import SearchMode
from learnstead.learn.web import search_results, search_state

COUNTS = {"resource_type_group": [("course", 90), ("learning_material", 40), ("program", 7)]}


def answered(total: int, page: int = 1) -> Answer:
    asked = Asked(text="tides", offset=(page - 1) * searching.PAGE_SIZE)
    ranked = Ranked(asked=asked, mode=SearchMode.HYBRID, total=total, hits=(), counts=COUNTS)
    level = narrowing.Facet("level", "Level", [narrowing.Value("graduate", "Graduate", 3, chosen=True)])
    return Answer(ranked=ranked, found=(), facets=[level])


def test_137_results_make_seven_pages_that_can_be_turned() -> None:
    pages = list(search_state.pages(QueryDict("q=tides&page=3"), answered(137, page=3)))
    assert [page["number"] for page in pages] == [1, 2, 3, 4, 5, None, 7]
    assert [page["number"] for page in pages if page.get("here")] == [3]
    assert pages[3]["address"] == "?q=tides&page=4"
    assert answered(5000).pages == 50


def test_a_change_of_what_is_asked_begins_at_the_first_page() -> None:
    params = QueryDict("q=tides&page=3&level=graduate&sortby=")
    assert search_state.address(params, sortby="new") == "?q=tides&level=graduate&sortby=new"
    assert [chip["address"] for chip in search_state.chips(params, answered(9))] == ["?q=tides"]


def test_leaving_the_learning_materials_drops_their_kinds_and_nothing_else() -> None:
    params = QueryDict("q=tides&resource_type_group=learning_material&resource_category=Podcast&free=true&page=2")
    tabs = {tab.name: tab for tab in search_state.tabs(params, answered(137))}
    assert {name: tab.count for name, tab in tabs.items()} == {
        "All": 137,
        "Courses": 90,
        "Programs": 7,
        "Learning materials": 40,
    }
    assert tabs["Courses"].address == "?q=tides&resource_type_group=course&free=true"
    assert tabs["All"].address == "?q=tides&free=true"
    assert "resource_category=Podcast" in tabs["Learning materials"].address
    assert [tab.name for tab in tabs.values() if tab.here] == ["Learning materials"]


def test_clear_all_takes_off_the_filters_that_only_the_address_knows() -> None:
    params = QueryDict("q=tides&ocw_topic=Waves&term=Fall&resource_type_group=course&sortby=new&page=2")
    assert search_state.without_filters(params) == "?q=tides&sortby=new&resource_type_group=course"


def test_a_moment_in_a_recording_is_written_as_people_read_it() -> None:
    assert [search_results.clock_time(seconds) for seconds in (5, 75, 3725)] == ["0:05", "1:15", "1:02:05"]
