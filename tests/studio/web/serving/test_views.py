"""What readers get."""

import gzip
import hashlib

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.studio.domain import serving
from learnstead.studio.domain.publishing.undoing import unpublish
from learnstead.studio.models import Build, MediaFile, Site
from tests.course_sites import commit, make_site
from tests.flows.test_publish_site import publish

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site() -> Site:
    site = make_site()
    publish(site)
    return site


@pytest.fixture
def reader() -> Client:
    return Client()


def add_media(site: Site, name: str, data: bytes, content_type: str) -> MediaFile:
    services().objects.put(f"media/{site.pk}/{name}", data)
    return MediaFile.objects.create(
        site=site, name=name, content_type=content_type, size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )


def after_a_moment() -> None:
    """Forget what was remembered, as time does."""
    serving._remembered.clear()


def test_a_page_is_served_with_type_validators_and_a_policy(site: Site, reader: Client) -> None:
    page = reader.get(f"/{site.url_path}/pages/gears/")
    assert page.status_code == 200
    assert "mesh" in page.content.decode()
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert page["Cache-Control"] == "no-cache"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert f"script-src http://testserver/{site.url_path}/theme/;" in page["Content-Security-Policy"]
    assert page["ETag"]
    assert page["Last-Modified"]


def test_home_data_and_styles_are_found_under_their_own_types(site: Site, reader: Client) -> None:
    assert reader.get(f"/{site.url_path}/")["Content-Type"] == "text/html; charset=utf-8"
    assert reader.get(f"/{site.url_path}/data.json").json()["course_title"] == "Clocks"
    style = reader.get(f"/{site.url_path}/theme/course.css")
    assert style["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age" in style["Cache-Control"]


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_an_unchanged_page_is_not_sent_again(site: Site, reader: Client, encoding: str) -> None:
    address = f"/{site.url_path}/"
    first = reader.get(address, headers={"accept-encoding": encoding})
    for condition in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = reader.get(address, headers={"accept-encoding": encoding, **condition})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert reader.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_is_compressed_for_those_who_can_read_that(site: Site, reader: Client) -> None:
    address = f"/{site.url_path}/"
    plain, zipped = reader.get(address), reader.get(address, headers={"accept-encoding": "br, gzip"})
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["Content-Encoding"] == "gzip"
    assert plain["Vary"] == zipped["Vary"] == "Accept-Encoding"
    assert plain["ETag"] != zipped["ETag"]


def test_head_tells_the_length_without_the_body(site: Site, reader: Client) -> None:
    whole, head = reader.get(f"/{site.url_path}/"), reader.head(f"/{site.url_path}/")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(whole.content)))
    assert reader.post(f"/{site.url_path}/").status_code == 405


def test_an_address_without_its_slash_leads_to_the_one_with_it(site: Site, reader: Client) -> None:
    assert reader.get(f"/{site.url_path}?a=b")["Location"] == f"/{site.url_path}/?a=b"
    moved = reader.get(f"/{site.url_path}/pages/gears?q=1")
    assert (moved.status_code, moved["Location"]) == (301, f"/{site.url_path}/pages/gears/?q=1")


def test_pages_of_the_apps_still_get_their_slash(reader: Client) -> None:
    moved = reader.get("/studio")
    assert (moved.status_code, moved["Location"]) == (301, "/studio/")


@pytest.mark.parametrize("path", ["nowhere/", "nowhere.html", "..%2f..%2finstall.json", "a//b", "pages/../../x"])
def test_what_is_not_there_is_the_sites_own_404_page(site: Site, reader: Client, path: str) -> None:
    page = reader.get(f"/{site.url_path}/{path}")
    assert page.status_code == 404
    assert "Clocks" in page.content.decode()


def test_an_address_of_no_site_is_404(reader: Client) -> None:
    for address in ("/courses/none/", "/courses/none", "/x" * 200, "/%2Fevil.example/"):
        assert reader.get(address).status_code == 404


def test_the_new_release_is_served_after_a_publish(site: Site, reader: Client) -> None:
    address = f"/{site.url_path}/pages/gears/"
    old = reader.get(address)
    commit(site, {"content/pages/gears.md": "---\ntitle: Gears\n---\nAnew.\n"})
    publish(site)
    after_a_moment()
    new = reader.get(address, headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert "Anew." in new.content.decode()


def test_an_unpublished_site_says_that_it_is_gone(site: Site, reader: Client) -> None:
    unpublish(site=site, at=clock.now(), queue=services().queue)
    after_a_moment()
    for path in ("", "pages/gears/", "theme/course.css"):
        assert reader.get(f"/{site.url_path}/{path}").status_code == 410
    publish(site)
    after_a_moment()
    assert reader.get(f"/{site.url_path}/").status_code == 200


def test_a_draft_is_shown_to_those_with_its_link_and_kept_from_search_engines(reader: Client) -> None:
    site = make_site()
    publish(site, Build.Version.DRAFT)
    page = reader.get(f"/drafts/{site.draft_token}/pages/gears/")
    assert "mesh" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "private, no-cache"
    assert reader.get(f"/{site.url_path}/pages/gears/").status_code == 404
    assert reader.get("/drafts/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_media_lie_beside_the_pages(site: Site, reader: Client) -> None:
    add_media(site, "figure.png", b"\x89PNG and more", "image/png")
    found = reader.get(f"/{site.url_path}/figure.png")
    assert found.getvalue() == b"\x89PNG and more"
    assert found["Content-Type"] == "image/png"
    assert reader.get(f"/{site.url_path}/figure.png", headers={"if-none-match": found["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "bytes_sent"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=0-99", 200, b"0123456789"),
        ("bytes=99-", 416, b""),
        ("bytes=4-2", 200, b"0123456789"),
        ("bytes=0-1,3-4", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)
def test_a_part_of_a_video_can_be_asked_for(
    site: Site, reader: Client, asked: str, status: int, bytes_sent: bytes
) -> None:
    add_media(site, "clip.mp4", b"0123456789", "video/mp4")
    part = reader.get(f"/{site.url_path}/clip.mp4", headers={"range": asked})
    assert (part.status_code, part.getvalue()) == (status, bytes_sent)


def test_a_part_of_another_version_of_the_file_is_not_sent(site: Site, reader: Client) -> None:
    add_media(site, "clip.mp4", b"0123456789", "video/mp4")
    headers = {"range": "bytes=2-4", "if-range": '"old"'}
    assert reader.get(f"/{site.url_path}/clip.mp4", headers=headers).status_code == 200


def test_an_uploaded_picture_opened_by_itself_can_run_nothing(site: Site, reader: Client) -> None:
    add_media(site, "figure.svg", b"<svg><script>alert(1)</script></svg>", "image/svg+xml")
    policy = reader.get(f"/{site.url_path}/figure.svg")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("; sandbox")


def test_media_of_a_site_that_is_not_live_are_for_its_team_and_for_those_with_the_draft_link(reader: Client) -> None:
    ada = User.objects.create_user("ada", password="x")
    site = make_site()
    Site.objects.filter(pk=site.pk).update(owner=ada)
    publish(site, Build.Version.DRAFT)
    add_media(site, "figure.png", b"png", "image/png")
    address = f"/{site.url_path}/figure.png"
    assert reader.get(address).status_code == 404
    reader.get(f"/drafts/{site.draft_token}/")
    assert reader.get(address).status_code == 200
    author = Client()
    author.force_login(ada)
    assert author.get(address).status_code == 200


def test_a_preview_finds_the_themes_files_before_the_first_draft(reader: Client) -> None:
    site = make_site()
    assert reader.get(f"/drafts/{site.draft_token}/theme/course.css").status_code == 200
    assert reader.get(f"/drafts/{site.draft_token}/").status_code == 404
