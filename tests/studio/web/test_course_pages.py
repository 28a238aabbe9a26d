"""Menus, histories, the trash, the team and uploads, each through its pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.domain import changes
from learnstead.studio.models import Content, MediaFile, Membership, Site
from tests.studio.web.browser_form import untouched
from tests.studio.web.conftest import MakePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def press(browser: Client, url: str, html: str, **extra: str) -> str:
    data = dict(untouched(html, "form.menu-editor").lists())
    return browser.post(url, {**data, **extra}).content.decode()


@pytest.mark.parametrize("page", ["/studio/", "/studio/{}/link-choices/", "/studio/{}/collections/page/"])
def test_whatever_is_looked_for_there_is_an_answer(browser: Client, site: Site, page: str) -> None:
    assert browser.get(f"{page.format(site.name)}?q=%00&sort=%00&only=%00&page=%00").status_code == 200


def test_a_menu_is_built_arranged_and_saved_without_script(browser: Client, site: Site, make_page: MakePage) -> None:
    rain, snow = make_page("Rain"), make_page("Snow")
    url = f"/studio/{site.name}/settings/navmenu/"
    html = browser.get(url).content.decode()
    html = press(browser, url, html, do="find:", **{"m.find": "rain"})
    assert f'value="page:{rain.text_id}"' in html
    html = press(browser, url, html, do=f"page:{rain.text_id}")
    html = press(browser, url, html, do=f"page:{snow.text_id}")
    html = press(browser, url, html, do="link:", **{"m.link-name": "Atlas", "m.link-url": "https://example.org/"})
    html = press(browser, url, html, do=f"up:{snow.text_id}")
    html = press(browser, url, html, do=f"indent:{rain.text_id}")
    press(browser, url, html, save="1")
    menu = Content.objects.get(site=site, type="navmenu").metadata["leftnav"]
    assert [(one["name"], one["weight"], one.get("parent")) for one in menu] == [
        ("Snow", 10, None),
        ("Rain", 20, snow.text_id),
        ("Atlas", 30, None),
    ]
    assert [one.get("pageRef") or one["url"] for one in menu] == ["/pages/snow", "/pages/rain", "https://example.org/"]
    assert menu[2]["identifier"].startswith("external-")


def test_a_link_that_goes_nowhere_is_not_added(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/settings/navmenu/"
    html = browser.get(url).content.decode()
    html = press(browser, url, html, do="link:", **{"m.link-name": "x", "m.link-url": "javascript:alert(1)"})
    assert "A link needs a name" in html
    assert "javascript:alert" not in html


def test_an_earlier_version_is_shown_compared_and_brought_back(
    browser: Client, site: Site, make_page: MakePage
) -> None:
    page = make_page(markdown="It rains.\n")
    url = f"/studio/{site.name}/contents/{page.pk}/"
    data = untouched(browser.get(url).content.decode(), "form.editor")
    data["f.body"] = "It pours.\r\n"
    browser.post(url, dict(data.lists()))
    assert "on its way into git" in browser.get(f"{url}history/").content.decode()
    commits = changes.drain(site=site, git=services().git)
    html = browser.get(f"{url}history/").content.decode()
    assert "Edit Rain" in html
    assert "Add Rain" in html
    first = f"{url}history/{commits[-2]}/"
    assert "<mark>pours</mark>" in browser.get(f"{first}?against=now").content.decode()
    assert "<mark>rains</mark>" in browser.get(f"{first}?against=now&view=side").content.decode()
    assert "It rains." in browser.get(f"{first}?against=text").content.decode()
    assert browser.post(first)["Location"] == url
    page.refresh_from_db()
    assert (page.markdown, page.version) == ("It rains.\n", 3)
    assert browser.get(f"{url}history/{'0' * 40}/").status_code == 404


def test_what_is_deleted_can_be_undone_from_the_next_page(browser: Client, site: Site, make_page: MakePage) -> None:
    page = make_page()
    url = f"/studio/{site.name}/contents/{page.pk}/"
    response = browser.post(f"{url}delete/", follow=True)
    assert "is in the trash" in response.content.decode()
    assert browser.get(url).status_code == 404
    assert "Rain" in browser.get(f"/studio/{site.name}/trash/").content.decode()
    assert browser.post(f"{url}restore/")["Location"] == url
    assert browser.get(url).status_code == 200


def test_what_is_used_elsewhere_is_not_deleted_and_its_users_are_named(
    browser: Client, site: Site, make_page: MakePage
) -> None:
    rain = make_page("Rain")
    make_page("Weather", markdown=f'{{{{% resource_link "{rain.text_id}" "Rain" %}}}}\n')
    url = f"/studio/{site.name}/contents/{rain.pk}/delete/"
    assert ">Weather</a>" in browser.get(url).content.decode()
    assert browser.post(url).status_code == 409
    rain.refresh_from_db()
    assert rain.deleted_at is None


def test_people_are_added_changed_and_removed(browser: Client, site: Site, bo: User) -> None:
    url = f"/studio/{site.name}/people/"
    browser.post(url, {"name": "BO@example.org", "role": "editor"})
    member = Membership.objects.get(site=site)
    assert (member.user, member.role) == (bo, "editor")
    browser.post(url, {"change": str(member.pk), "role": "admin"})
    member.refresh_from_db()
    assert member.role == "admin"
    browser.post(url, {"remove": str(member.pk)})
    assert not Membership.objects.exists()


@pytest.mark.parametrize(("name", "word"), [("nobody", "No account"), ("ada", "owns this course"), ("eve", "already")])
def test_people_who_cannot_be_added_are_explained(browser: Client, site: Site, eve: User, name: str, word: str) -> None:
    response = browser.post(f"/studio/{site.name}/people/", {"name": name, "role": "editor"})
    assert response.status_code == 400
    assert word in response.content.decode()


def test_an_editor_may_leave_but_not_send_others_away(client: Client, site: Site, eve: User, bo: User) -> None:
    other = Membership.objects.create(site=site, user=bo, role="editor")
    client.force_login(eve)
    assert client.post(f"/studio/{site.name}/people/", {"remove": str(other.pk)}).status_code == 403
    client.post(f"/studio/{site.name}/people/", {"remove": str(Membership.objects.get(user=eve).pk)})
    assert list(Membership.objects.values_list("user__username", flat=True)) == ["bo"]


def test_an_uploaded_file_becomes_a_resource(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/collections/resource/upload/"
    file = SimpleUploadedFile("River map.png", PNG)
    response = browser.post(url, {"file": file}, headers={"accept": "application/json"})
    assert response.status_code == 201
    content = Content.objects.get(site=site, type="resource")
    media = MediaFile.objects.get(site=site)
    assert (content.title, content.metadata["resourcetype"]) == ("River map", "Image")
    assert content.metadata["file"] == f"/{site.url_path}/{media.name}"


def test_a_program_is_refused_with_a_word(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/collections/resource/upload/"
    file = SimpleUploadedFile("setup.exe", b"MZ\x90\x00" + b"\x00" * 100)
    response = browser.post(url, {"file": file}, headers={"accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["problem"].startswith("setup.exe is a program")
    assert browser.post(url, {}).status_code == 400


def test_a_file_chosen_in_a_form_is_kept_with_the_save(browser: Client, site: Site) -> None:
    url = f"/studio/{site.name}/collections/resource/new/"
    data = dict(untouched(browser.get(url).content.decode(), "form.editor").lists())
    data |= {"f.title": "Map", "f.resourcetype": "Image", "f.file": SimpleUploadedFile("map.png", PNG)}
    assert browser.post(url, data).status_code == 302
    content = Content.objects.get(site=site, type="resource")
    assert content.metadata["file"].endswith("_map.png")
    assert content.metadata["file_type"] == "image/png"


def test_search_boxes_find_by_words(browser: Client, site: Site, make_page: MakePage) -> None:
    make_page("River map", kind="resource", resourcetype="Image")
    make_page("River text", kind="resource", resourcetype="Document")
    found = browser.get(f"/studio/{site.name}/choices/sitemetadata/?field=f.course_image&q=river").json()
    assert [choice["label"] for choice in found["choices"]] == ["River map"]
    found = browser.get(f"/studio/{site.name}/link-choices/?types=resource&q=river+text").json()
    assert [choice["title"] for choice in found["choices"]] == ["River text"]
    assert browser.get(f"/studio/{site.name}/choices/page/?field=f.title").json()["choices"] == []


def test_a_collection_is_searched_filtered_and_paged(browser: Client, site: Site, make_page: MakePage) -> None:
    for number in range(27):
        make_page(
            f"Map {number:02}", kind="resource", resourcetype="Image" if number else "Document", draft=number == 3
        )
    url = f"/studio/{site.name}/collections/resource/"
    assert "Map 26" in browser.get(f"{url}?page=2").content.decode()
    assert "Map 00" not in browser.get(f"{url}?kind=Image").content.decode()
    drafts = browser.get(f"{url}?kind=draft").content.decode()
    assert ("Map 03" in drafts, "Map 04" in drafts) == (True, False)
    assert "Nothing matches" in browser.get(f"{url}?q=zebra").content.decode()
