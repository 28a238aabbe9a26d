"""The form of one entry."""

import pytest
from django.http import QueryDict
from django.test import Client

from learnstead.people.models import User
from learnstead.studio.models import Change, Content, Site
from tests.studio.web.browser_form import untouched
from tests.studio.web.conftest import MakePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FORM = "form.editor"


def address(content: Content) -> str:
    return f"/studio/{content.site.name}/contents/{content.pk}/"


def form_of(browser: Client, url: str):
    response = browser.get(url)
    assert response.status_code == 200, url
    return untouched(response.content.decode(), FORM)


def send(browser: Client, url: str, data: QueryDict):
    return browser.post(url, dict(data.lists()))


def test_a_new_page_gets_a_file_name_and_every_field(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/collections/page/new/"
    data = form_of(browser, url)
    data["f.title"], data["f.description"], data["f.body"] = "High Water", "On floods.", "Water *rises*.\r\n"
    response = send(browser, url, data)
    page = Content.objects.get(site=site, title="High Water")
    assert response["Location"] == address(page)
    assert (page.dirpath, page.filename, page.markdown) == ("content/pages", "high-water", "Water *rises*.\n")
    assert page.metadata["draft"] is False
    assert page.metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert page.metadata["learning_resource_types"] == []
    assert "title" not in page.metadata
    assert "body" not in page.metadata


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/collections/page/new/"
    data = form_of(browser, url)
    data["f.body"] = "Long thoughts.\r\n\r\n<b>& more</b>"
    response = send(browser, url, data)
    html = response.content.decode()
    assert response.status_code == 400
    assert 'id="field-f.title-problem"' in html
    assert 'href="#field-f.title"' in html
    assert "Long thoughts.\n\n&lt;b&gt;&amp; more&lt;/b&gt;" in html
    assert not Content.objects.filter(type="page").exists()


@pytest.mark.parametrize(
    "markdown", ["", "\n\nlate start", "one\r\ntwo\r\n", "no end", "tail\n\n\n", "tab\tÅ {{< x >}}"]
)
def test_a_save_that_changes_nothing_writes_nothing(browser: Client, make_page: MakePage, markdown: str) -> None:
    page = make_page(markdown=markdown, unknown={"kept": [1, None]}, level="Graduate")
    before = Change.objects.count()
    response = send(browser, address(page), form_of(browser, address(page)))
    page.refresh_from_db()
    assert response.status_code == 302
    assert (page.version, page.markdown, page.metadata["level"]) == (1, markdown, "Graduate")
    assert Change.objects.count() == before


def test_an_edit_keeps_unknown_keys_and_the_line_ends_of_the_text(browser: Client, make_page: MakePage) -> None:
    page = make_page(markdown="one\r\ntwo\r\n", unknown={"kept": [1, None]})
    data = form_of(browser, address(page))
    data["f.body"] = "one\r\n2\r\n"
    send(browser, address(page), data)
    page.refresh_from_db()
    assert (page.markdown, page.metadata["unknown"]) == ("one\r\n2\r\n", {"kept": [1, None]})


def test_two_people_who_edit_different_things_both_win(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    mine, theirs = form_of(browser, address(page)), form_of(browser, address(page))
    theirs["f.description"] = "On showers."
    send(browser, address(page), theirs)
    mine["f.body"] = "It pours.\r\n"
    response = send(browser, address(page), mine)
    page.refresh_from_db()
    assert response.status_code == 302
    assert (page.metadata["description"], page.markdown) == ("On showers.", "It pours.\n")


def test_two_people_who_edit_the_same_line_see_both_texts(browser: Client, make_page: MakePage, eve: User) -> None:
    page = make_page()
    mine = form_of(browser, address(page))
    other = Client()
    other.force_login(eve)
    theirs = form_of(other, address(page))
    theirs["f.body"] = "It snows.\r\n"
    send(other, address(page), theirs)
    mine["f.body"] = "It pours.\r\n"
    response = send(browser, address(page), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Eve Editor saved this while you were writing" in html
    assert "<mark>snows</mark>" in html
    assert "It pours.\n</textarea>" in html
    page.refresh_from_db()
    assert page.markdown == "It snows.\n"
    merged = untouched(html, FORM)
    assert merged["version"] == "2"
    merged["f.body"] = "It snows, then pours.\r\n"
    assert send(browser, address(page), merged).status_code == 302
    page.refresh_from_db()
    assert page.markdown == "It snows, then pours.\n"


def test_their_text_can_be_put_into_the_form_in_a_conflict(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    mine, theirs = form_of(browser, address(page)), form_of(browser, address(page))
    theirs["f.body"] = "It snows.\r\n"
    send(browser, address(page), theirs)
    mine["f.body"] = "It pours.\r\n"
    conflict = untouched(send(browser, address(page), mine).content.decode(), FORM)
    conflict["do"] = "theirs:f.body"
    response = send(browser, address(page), conflict)
    assert untouched(response.content.decode(), FORM)["f.body"] == "It snows.\r\n"


def test_a_form_put_back_from_the_browser_s_memory_shows_what_was_typed(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    data = form_of(browser, address(page))
    data["f.body"], data["do"] = "Half a thought", "restore:"
    html = send(browser, address(page), data).content.decode()
    assert untouched(html, FORM)["f.body"] == "Half a thought"
    assert "data-bound" in html


def test_a_singleton_is_edited_under_its_own_address(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/settings/sitemetadata/"
    data = form_of(browser, url)
    data["f.primary_course_number"] = "ENV.1"
    data.setlist("f.department_numbers", ["ENV", "BIO"])
    data["f.topics.add"] = '["Science", "Earth Science"]'
    data["f.course_title"] = "Rivers and Rain"
    assert send(browser, url, data)["Location"] == url
    content = Content.objects.get(site=site, type="sitemetadata")
    assert content.metadata["department_numbers"] == ["BIO", "ENV"]
    assert content.metadata["topics"] == [["Science", "Earth Science"]]
    site.refresh_from_db()
    assert site.title == "Rivers and Rain"


def test_text_that_cannot_be_stored_is_refused_in_words(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    data = form_of(browser, address(page))
    data["f.title"] = "x" * 600
    response = send(browser, address(page), data)
    assert response.status_code == 400
    assert "600 characters" in response.content.decode()


def test_a_page_of_another_course_is_not_found(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    assert browser.get(f"/studio/other/contents/{page.pk}/").status_code == 404


def test_what_an_imported_page_lacks_does_not_stand_in_the_way_of_an_edit(browser: Client, make_page: MakePage) -> None:
    page = make_page(description="")
    data = form_of(browser, address(page))
    data["f.body"] = "It rains, still.\r\n"
    response = browser.post(address(page), dict(data.lists()), follow=True)
    assert "Still to be filled in: Description." in response.content.decode()
    page.refresh_from_db()
    assert page.markdown == "It rains, still.\n"


def test_a_required_field_cannot_be_emptied(browser: Client, make_page: MakePage) -> None:
    page = make_page()
    data = form_of(browser, address(page))
    data["f.description"] = ""
    assert send(browser, address(page), data).status_code == 400


@pytest.mark.slow
def test_a_page_of_twelve_megabytes_is_edited_like_any_other(browser: Client, make_page: MakePage) -> None:
    page = make_page(markdown="All work and no play.\n" * 560_000)
    data = form_of(browser, address(page))
    data["f.body"] = "Once.\r\n" + data["f.body"]
    assert send(browser, address(page), data).status_code == 302
    page.refresh_from_db()
    assert page.markdown.startswith("Once.\nAll work")
    assert len(page.markdown) > 12_000_000
