"""The pages around publishing, and the preview beside the form."""

import pytest
from django.test import Client

from learnstead.people.models import User
from learnstead.studio.models import Build, Content, Membership, Site
from tests.course_sites import commit, make_site
from tests.flows.test_publish_site import publish, work

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Site:
    return make_site()


def signed_in(name: str, site: Site | None = None, role: str = "") -> Client:
    person = User.objects.create_user(name, name=name.title())
    if site and role:
        Membership.objects.create(site=site, user=person, role=role)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin(site: Site) -> Client:
    return signed_in("ada", site, Membership.Role.ADMIN)


@pytest.fixture
def editor(site: Site) -> Client:
    return signed_in("bo", site, Membership.Role.EDITOR)


def address(site: Site, rest: str) -> str:
    return f"/studio/{site.name}/{rest}"


def test_publish_leads_to_the_page_of_the_build(site: Site, admin: Client) -> None:
    answer = admin.post(address(site, "publish/"), {"version": "live"})
    assert answer["Location"] == address(site, "builds/1/")
    page = admin.get(answer["Location"]).content.decode()
    assert "Live build 1" in page
    assert "data-active" in page
    assert 'http-equiv="refresh"' in page
    work(site)
    page = admin.get(address(site, "builds/1/")).content.decode()
    assert "Succeeded" in page
    assert "data-active" not in page
    assert f'href="/{site.url_path}/"' in page


def test_the_part_that_changes_can_be_asked_for_alone(site: Site, admin: Client) -> None:
    admin.post(address(site, "publish/"), {"version": "draft"})
    part = admin.get(address(site, "builds/1/"), headers={"x-part": "progress"}).content.decode()
    assert part.lstrip().startswith('<div class="build-progress"')
    assert "Readers get the new release" in part


def test_an_editor_publishes_drafts_and_nothing_else(site: Site, editor: Client) -> None:
    assert editor.post(address(site, "publish/"), {"version": "draft"}).status_code == 302
    assert editor.post(address(site, "publish/"), {"version": "live"}).status_code == 403
    publish(site)
    assert editor.post(address(site, "unpublish/")).status_code == 403
    assert editor.post(address(site, "builds/1/go-back/")).status_code == 403
    assert "Publish to everyone" not in editor.get(address(site, "builds/")).content.decode()


def test_strangers_see_nothing(site: Site) -> None:
    publish(site)
    stranger = signed_in("cy")
    for path in ("builds/", "builds/1/", "unpublish/", "builds/1/go-back/"):
        assert stranger.get(address(site, path)).status_code == 404
        assert Client().get(address(site, path)).status_code == 302


def test_a_failed_build_shows_the_words_the_lines_and_the_way_to_mend_it(site: Site, admin: Client) -> None:
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\n\nLook:\n{{< nosuch >}}\nafter\n"})
    publish(site)
    page = admin.get(address(site, "builds/1/")).content.decode()
    assert "A page stands in the way" in page
    assert "content/pages/gears.md</code>, line 6" in page
    assert "<mark>{{&lt; nosuch &gt;}}</mark>" in page
    assert "What readers see has not changed" in page
    content = Content.objects.get(site=site, filename="gears")
    assert f'href="{address(site, f"contents/{content.pk}/")}"' in page


def test_going_back_and_taking_away_ask_first(site: Site, admin: Client) -> None:
    first = publish(site)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nWorse.\n"})
    publish(site)
    assert "Go back to this" in admin.get(address(site, "builds/")).content.decode()
    assert "Go back to build 1?" in admin.get(address(site, "builds/1/go-back/")).content.decode()
    assert Build.objects.filter(site=site).count() == 2
    admin.post(address(site, "builds/1/go-back/"))
    site.refresh_from_db()
    assert site.live is not None
    assert site.live.release == first.release
    assert "Take “Clocks” away?" in admin.get(address(site, "unpublish/")).content.decode()
    admin.post(address(site, "unpublish/"))
    site.refresh_from_db()
    assert site.live is None


def test_links_that_lead_nowhere_are_listed(site: Site, admin: Client) -> None:
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\n[one]({{< baseurl >}}/pages/nowhere)\n"})
    publish(site)
    page = admin.get(address(site, "builds/1/")).content.decode()
    assert "1 link that leads nowhere" in page
    assert f"/{site.url_path}/pages/nowhere/" in page


def test_what_is_typed_is_rendered_beside_the_form(site: Site, editor: Client) -> None:
    content = Content.objects.get(site=site)
    answer = editor.post(address(site, f"preview/{content.pk}/"), {"f.title": "Gears", "f.body": "Typed just now."})
    assert answer.json()["problems"] == []
    page = editor.get(answer.json()["url"])
    assert "Typed just now." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    content.refresh_from_db()
    assert content.markdown == ""


def test_a_mistake_while_typing_is_named_by_its_line_in_the_text(site: Site, editor: Client) -> None:
    content = Content.objects.get(site=site)
    body = "First line.\n\n{{< nosuch >}}\n"
    answer = editor.post(address(site, f"preview/{content.pk}/"), {"f.title": "Gears", "f.body": body}).json()
    assert answer["url"] == ""
    (problem,) = answer["problems"]
    assert problem["line"] == 3
    assert "nosuch" in problem["message"]


def test_strangers_preview_nothing(site: Site) -> None:
    content = Content.objects.get(site=site)
    assert signed_in("cy").post(address(site, f"preview/{content.pk}/")).status_code == 404
    assert signed_in("di").get(address(site, "preview/0123456789abcdef/")).status_code == 404
