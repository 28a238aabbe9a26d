"""Looking after search, over HTTP: staff may, others may not."""

from html import unescape

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.kernel.contracts import Run
from learnstead.learn.domain import indexing, ranking, releases, search_log
from learnstead.learn.models import SearchTally, SynonymGroup
from learnstead.people.models import User
from learnstead.ports.services import services
from tests.learn.source_releases import NOON, course, lay_down

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PAGES = ["/manage/search/", "/manage/search/synonyms/", "/manage/search/ranking/"]


def client(*, is_staff: bool) -> Client:
    somebody = User.objects.create_user(f"somebody-{is_staff}", is_staff=is_staff)
    browser = Client()
    browser.force_login(somebody)
    return browser


@pytest.fixture
def staff() -> Client:
    return client(is_staff=True)


def text_of(browser: Client, address: str, *, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def bring_two_courses() -> None:
    old = course("old", title="Tides", runs=[Run(run_id="o", start_date=NOON.replace(year=2004))])
    new = course("new", title="Tides", runs=[Run(run_id="n", start_date=NOON)])
    given = services()
    release = lay_down(given.objects, 1, {"all": [old, new]})
    releases.apply_release(source="library", release=release, objects=given.objects, queue=given.queue, at=NOON)
    indexing.rebuild(index=given.search)


def test_only_staff_look_after_search() -> None:
    learner = client(is_staff=False)
    for address in PAGES:
        assert Client().get(address).status_code == 302
        assert (address, learner.get(address).status_code) == (address, 403)
    assert learner.post("/manage/search/synonyms/", {"words": "a, b"}).status_code == 403
    assert learner.post("/manage/search/ranking/", {"mode": "keyword"}).status_code == 403


def test_ranking_settings_in_the_address_are_refused_to_others(staff: Client) -> None:
    bring_two_courses()
    address = "/search/?q=tides&yearly_decay_percent=0"
    for other in (Client(), client(is_staff=False)):
        assert other.get(address).status_code == 403
        assert other.get("/search/?q=tides").status_code == 200
    assert "which only staff see" in text_of(staff, address)
    assert SearchTally.objects.count() == 1, "what staff try out is not what learners look for"


def test_a_change_of_the_ranking_is_seen_before_it_is_made(staff: Client) -> None:
    bring_two_courses()
    now = text_of(staff, "/manage/search/ranking/?q=tides")
    assert "These are the settings in force" in now
    tried = text_of(staff, "/manage/search/ranking/?q=tides&min_score=50&mode=keyword")
    assert "drops out" in tried
    assert "0 results" in tried
    assert ranking.current().min_score == 0
    settings = {"mode": "keyword", "yearly_decay_percent": "0", "max_incompleteness_penalty": "50"}
    settings |= {"min_score": "0", "content_file_score_weight": "1", "keyword_share": "0.5"}
    assert staff.post("/manage/search/ranking/", settings).status_code == 302
    assert (ranking.current().mode, ranking.current().yearly_decay_percent) == ("keyword", 0)
    refused = staff.post("/manage/search/ranking/", settings | {"min_score": "900"})
    assert (refused.status_code, ranking.current().min_score) == (400, 0)


def test_a_search_without_results_leads_to_a_synonym(staff: Client) -> None:
    search_log.note_asked(text="thalassology", found=0, on=clock.now().date())
    assert "/manage/search/synonyms/?phrase=thalassology" in text_of(staff, "/manage/search/?days=7")
    assert ">thalassology</textarea>" in text_of(staff, "/manage/search/synonyms/?phrase=thalassology")
    assert staff.post("/manage/search/synonyms/", {"words": "thalassology"}).status_code == 400
    staff.post("/manage/search/synonyms/", {"words": "thalassology\nOceanography "})
    group = SynonymGroup.objects.get(words=["thalassology", "oceanography"])
    staff.post(f"/manage/search/synonyms/{group.pk}/", {"words": "thalassology, sea science"})
    assert "thalassology, sea science" in text_of(staff, "/manage/search/synonyms/")
    assert staff.post("/manage/search/synonyms/", {"words": "sea science, thalassology"}).status_code == 400
    staff.post(f"/manage/search/synonyms/{group.pk}/remove/")
    assert not SynonymGroup.objects.filter(pk=group.pk).exists()
    assert staff.get(f"/manage/search/synonyms/{group.pk}/").status_code == 404


def test_a_search_is_counted_once_and_what_was_opened_of_it() -> None:
    bring_two_courses()
    page = text_of(Client(), "/search/?q=Tides")
    text_of(Client(), "/search/?q=tides&free=true")
    text_of(Client(), "/search/?q=tides&page=2")
    token = page.partition('data-opened-token="')[2].partition('"')[0]
    assert Client().post("/search/opened", {"token": token}).status_code == 204
    tally = SearchTally.objects.get()
    assert (tally.text, tally.asked, tally.unanswered, tally.found, tally.opened) == ("tides", 1, 0, 2, 1)
    assert Client().post("/search/opened", {"token": "made-up"}).status_code == 400
    assert Client().get("/search/opened").status_code == 405
