"""The pages of collections and videos, as people use them."""

import html
import json
import re

import pytest
from defusedxml.ElementTree import fromstring

from learnstead.video.domain import sharing
from learnstead.video.models import Collection, ShareLink, Video
from tests.video.cast import caption, collection, group, person, video

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def ada(client):
    user = person("ada", may_create_sites=True)
    client.force_login(user)
    return user


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_who_has_no_collection_is_led_to_making_one(client, ada):
    assert "Make a collection" in text(client.get("/collections/"))
    made = client.post("/collections/new/", {"title": "Tides", "embed_domains": "www.Example.org"}, follow=True)
    assert "No videos yet" in text(made)
    one = Collection.objects.get()
    assert (one.title, one.slug, one.owner, one.embed_domains) == ("Tides", "tides", ada, ["www.example.org"])


def test_mistakes_are_shown_beside_their_entries_and_nothing_is_saved(client, ada):
    answer = client.post("/collections/new/", {"title": " ", "embed_domains": "https://example.org/x"})
    assert answer.status_code == 400
    assert 'id="title-problem"' in text(answer)
    assert 'id="domains-problem"' in text(answer)
    assert not Collection.objects.exists()


def test_collections_are_searched_and_sorted(client, ada):
    collection(ada, title="Tides")
    collection(ada, title="Heat", description="warm")
    collection(person("bo"), title="Not hers")
    page = text(client.get("/collections/?sort=title"))
    assert page.index("Heat") < page.index("Tides")
    assert "Not hers" not in page
    assert "Tides" not in text(client.get("/collections/?q=warm"))
    assert "Nothing matches" in text(client.get("/collections/?q=%00nothing"))


def test_a_collection_says_how_its_videos_stand_and_keeps_looking_while_some_are_worked_on(client, ada):
    inside = collection(ada)
    video(inside, status=Video.Status.FAILED_VIDEO, message="It is not a video.", playable=False)
    assert "It is not a video." in text(client.get(f"/collections/{inside.hexkey}/"))
    assert "progress.js" not in text(client.get(f"/collections/{inside.hexkey}/"))
    video(inside, status=Video.Status.TRANSCODING, playable=False, title="Working")
    assert "progress.js" in text(client.get(f"/collections/{inside.hexkey}/"))
    assert "Working" not in text(client.get(f"/collections/{inside.hexkey}/?only=failed"))


def test_several_videos_get_one_visibility_or_a_place_or_go_and_come_back(client, ada):
    inside = collection(ada)
    first, second, third = (video(inside, title=title) for title in ("One", "Two", "Three"))
    place = f"/collections/{inside.hexkey}/"
    client.post(f"{place}bulk/", {"act": "private", "video": [first.hexkey, second.hexkey]})
    assert set(Video.objects.filter(is_private=True)) == {first, second}
    client.post(f"{place}bulk/", {"act": "order", "video": [first.hexkey, third.hexkey]})
    assert [one.title for one in Video.objects.all()] == ["One", "Three", "Two"]
    answer = client.post(f"{place}bulk/", {"act": "delete", "video": [first.hexkey, "nonsense"]}, follow=True)
    assert "1 video is deleted" in text(answer)
    assert f'href="{place}deleted/"' in text(answer)
    assert "One" in text(client.get(f"{place}deleted/"))
    client.post(f"{place}restore/", {"video": [first.hexkey]})
    assert Video.objects.filter(deleted_at=None).count() == 3
    assert "Tick some videos" in text(client.post(f"{place}bulk/", {"act": "delete"}, follow=True))


def test_a_video_is_described_and_a_bad_address_is_refused(client, ada):
    one = video(collection(ada))
    form = {"title": "Low water", "visibility": "known", "cta_link": "https://example.org/on"}
    answer = client.post(f"/videos/{one.hexkey}/edit/", form, follow=True)
    assert "Low water" in text(answer)
    assert 'href="https://example.org/on"' in text(answer)
    one.refresh_from_db()
    assert (one.is_logged_in_only, one.is_public, one.is_private) == (True, False, False)
    refused = client.post(f"/videos/{one.hexkey}/edit/", form | {"cta_link": "javascript:alert(1)"})
    assert refused.status_code == 400
    assert 'id="cta-problem"' in text(refused)


def test_a_video_that_is_not_ready_says_so(client, ada):
    one = video(collection(ada), status=Video.Status.TRANSCODING, playable=False, is_public=True)
    client.logout()
    assert "Not ready yet" in text(client.get(f"/videos/{one.hexkey}/"))
    assert client.get(f"/videos/{one.hexkey}/download").status_code == 404


def test_old_addresses_without_a_slash_lead_on(client, ada):
    one = video(collection(ada))
    assert client.get(f"/videos/{one.hexkey}")["Location"] == f"/videos/{one.hexkey}/"
    hexkey = one.collection.hexkey
    assert client.get(f"/collections/{hexkey}")["Location"] == f"/collections/{hexkey}/"
    assert client.get("/videos/nonsense/").status_code == 404


def test_a_link_is_made_for_a_day_and_for_no_day_that_is_over(client, ada):
    one = video(collection(ada))
    place = f"/videos/{one.hexkey}/share/"
    assert client.post(place, {"until": "2020-01-01"}).status_code == 400
    assert client.post(place, {"until": "someday"}).status_code == 400
    page = client.post(place, {"note": "for Bo"}, follow=True)
    assert "for Bo" in text(page)
    assert f"http://127.0.0.1:8000/videos/{one.hexkey}/?share=" in text(page)
    assert "&lt;iframe src=" in text(page)
    assert ShareLink.objects.get().made_by == ada


def test_what_is_shared_starts_where_it_is_asked_to(client, ada):
    one = video(collection(ada))
    place = f"/videos/{one.hexkey}/share/"
    client.post(place, {"note": "for Bo"})
    page = text(client.get(place, {"start": "1:30"}))
    site = f"http://127.0.0.1:8000/videos/{one.hexkey}/"
    assert f'value="{site}?start=90"' in page
    assert f"&lt;iframe src=&quot;{site}embed/?start=90&quot;" in page
    assert f'value="{site}?start=90&amp;share=' in page
    for clock, second in (("1:02:03", 3723), ("90", 90), ("", 0), (" 0:05 ", 5)):
        assert sharing.second_of(clock) == second
    for wrong in ("1:90", "soon", "-1", "1:2", "1:00:00:00", "٣"):
        refused = client.get(place, {"start": wrong})
        assert "Write the time" in text(refused)
        assert f"{site}?start=" not in text(refused)


def test_the_stream_of_a_public_video_is_shared_where_the_collection_lets_it(client, ada):
    shared, unshared = (
        video(collection(ada, allow_share_openedx=allowed), is_public=True) for allowed in (True, False)
    )
    pages = [text(client.get(f"/videos/{one.hexkey}/share/")) for one in (shared, unshared)]
    assert [
        f"/media/v/{one.hexkey}/1/master.m3u8" in page for one, page in zip((shared, unshared), pages, strict=True)
    ] == [
        True,
        False,
    ]
    place = f"/collections/{shared.collection.hexkey}/"
    Collection.objects.update(quota=5_000_000)
    assert "1000 bytes of originals; 4.8 MB have room" in text(client.get(place)).replace("\xa0", " ")
    client.logout()
    assert "of originals" not in text(client.get(place))


def test_the_player_may_be_shown_by_the_sites_of_the_collection_only(client, ada):
    anywhere = video(collection(ada), is_public=True)
    named = video(collection(ada, embed_domains=["www.example.org", "*.example.net"]), is_public=True)
    client.logout()
    policies = [client.get(f"/videos/{one.hexkey}/embed/").headers for one in (anywhere, named)]
    assert ["X-Frame-Options" in headers for headers in policies] == [False, False]
    ancestors = [re.search(r"frame-ancestors ([^;]*)", one["Content-Security-Policy"])[1] for one in policies]
    assert ancestors == ["*", "'self' https://www.example.org https://*.example.net"]
    page = client.get(f"/videos/{anywhere.hexkey}/").headers
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert not client.get(f"/videos/{anywhere.hexkey}/embed/").cookies


def test_oembed_tells_of_public_videos_alone(client, ada):
    inside = collection(ada)
    shown, hidden = video(inside, is_public=True, title="Ebb & flow"), video(inside)
    page = f"http://127.0.0.1:8000/videos/{shown.hexkey}/"
    told = client.get("/oembed/", {"url": page, "maxwidth": "280"}).json()
    assert (told["type"], told["version"], told["title"], told["width"], told["height"]) == (
        "video",
        "1.0",
        "Ebb & flow",
        280,
        157,
    )
    assert f'src="{page}embed/" title="Ebb &amp; flow"' in told["html"]
    assert client.get("/oembed/", {"url": page.replace(shown.hexkey, hidden.hexkey)}).status_code == 404
    assert client.get("/oembed/", {"url": f"http://evil.example/videos/{shown.hexkey}/"}).status_code == 404
    assert client.get("/oembed/", {"url": page, "format": "yaml"}).status_code == 501


def test_oembed_says_the_same_in_xml_and_the_page_leads_to_both(client, ada):
    shown = video(collection(ada), is_public=True, title="Ebb & \x01<flow>")
    client.logout()
    page = text(client.get(f"/videos/{shown.hexkey}/"))
    links = re.findall(r'type="(?:application/json|text/xml)\+oembed" href="([^"]*)"', page)
    json_answer, xml_answer = (client.get(html.unescape(link)) for link in links)
    assert xml_answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = fromstring(xml_answer.content)
    assert root.tag == "oembed"
    told = {name: str(value).replace("\x01", "") for name, value in json_answer.json().items()}
    assert {child.tag: child.text for child in root} == told
    assert client.get("/oembed/", {"url": "http://evil.example/", "format": "xml"}).status_code == 404


def test_a_collection_is_a_podcast_of_its_public_videos(client, ada):
    inside = collection(ada, title="Tides & more")
    shown = video(inside, is_public=True, title="Low <water>")
    caption(shown)
    video(inside, title="Secret")
    client.logout()
    feed = client.get(f"/collections/{inside.hexkey}/feed.xml")
    assert feed.headers["Content-Type"].startswith("application/rss+xml")
    words = text(feed)
    assert "Low &lt;water&gt;" in words
    assert "Secret" not in words
    place = f"http://127.0.0.1:8000/media/v/{shown.hexkey}/1"
    item = fromstring(feed.content).find("channel/item")
    assert item.find("enclosure").attrib == {"url": f"{place}/download.mp4", "length": "0", "type": "video/mp4"}
    transcript = item.find("{https://podcastindex.org/namespace/1.0}transcript").attrib
    assert (transcript["url"], transcript["language"]) == (f"{place}/captions/en-1.vtt", "en")
    assert "<itunes:duration>3662</itunes:duration>" in words


def test_scripts_change_a_video_and_are_told_what_cannot_be(client, ada):
    one = video(collection(ada))
    place = f"/api/v0/videos/{one.hexkey}/"

    def patch(**said):
        return client.patch(place, json.dumps(said), content_type="application/json")

    assert patch(title="New", visibility="public").json()["is_public"] is True
    assert patch(visibility="secret").status_code == 400
    assert patch(title="").json() == {"title": ["This field cannot be blank."]}
    assert patch(title=7).status_code == 400
    assert patch(multiangle="yes").json().keys() == {"multiangle"}
    assert patch(view_groups=["strangers"]).json().keys() == {"view_groups"}
    group("tides").memberships.create(user=ada)
    assert patch(view_groups=["tides"], multiangle=True).json()["view_groups"] == ["tides"]
    assert patch(title="Newer").json()["view_groups"] == ["tides"]
    assert client.patch(place, "[]", content_type="application/json").status_code == 400
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_scripts_make_and_change_collections_as_far_as_the_form_would(client, ada):
    place = "/api/v0/collections/"

    def sent(method, where, **said):
        return getattr(client, method)(where, json.dumps(said), content_type="application/json")

    group("tides").memberships.create(user=ada)
    group("strangers")
    answer = sent("post", place, title="Tides", view_groups=["tides"], embed_domains=["www.example.org"])
    made = Collection.objects.get()
    assert (answer.status_code, answer.json()["key"], made.owner, made.slug) == (201, made.hexkey, ada, "tides")
    one = f"{place}{made.hexkey}/"
    changed = sent("patch", one, title="Ebb", is_logged_in_only=True, stream_source="Youtube", admin_groups=["tides"])
    made.refresh_from_db()
    assert changed.json() | {"videos_count": 0} == client.get(one).json()
    assert (made.title, made.is_logged_in_only, made.stream_source) == ("Ebb", True, "Youtube")
    assert (made.embed_domains, [named.name for named in made.view_groups.all()]) == (["www.example.org"], ["tides"])
    assert sent("patch", one, stream_source=None).json()["stream_source"] is None
    wrong = {"title": 7, "is_public": "yes", "embed_domains": "a", "view_groups": ["strangers"], "admin_groups": [1]}
    assert sent("patch", one, **wrong).json().keys() == wrong.keys()
    assert sent("patch", one, title=" ", stream_source="VHS").json().keys() == {"title", "stream_source"}
    assert client.patch(one, "[]", content_type="application/json").status_code == 400
    for years in (5, 101, "7", True, 7.5):
        refused = sent("patch", one, originals_years=years)
        assert (refused.status_code, list(refused.json())) == (400, ["originals_years"]), years
    for years in (7, None):
        kept = sent("patch", one, originals_years=years)
        assert kept.json()["originals_years"] == years
    client.force_login(person("bo"))
    assert sent("patch", one, title="Mine").status_code == 403
    assert sent("post", place, title="Mine").status_code == 403
    client.logout()
    assert sent("patch", one, title="Mine").status_code == 404
    assert sent("post", place, title="Mine").status_code == 401
    made.refresh_from_db()
    assert (made.title, Collection.objects.count()) == ("Ebb", 1)


def test_lists_for_scripts_are_paged_and_cost_the_same_for_any_number(client, ada, django_assert_max_num_queries):
    inside = collection(ada)
    for _ in range(6):
        video(inside)
    with django_assert_max_num_queries(7):
        told = client.get("/api/v0/videos/?page_size=2&page=2").json()
    assert {name: told[name] for name in ("count", "num_pages", "page")} == {"count": 6, "num_pages": 3, "page": 2}
    assert client.get("/api/v0/videos/?page=99").status_code == 404
    assert client.get("/api/v0/videos/?collection=nonsense").status_code == 400
    assert client.get("/api/v0/collections/").json()["results"][0]["videos_count"] == 6
    with django_assert_max_num_queries(15):
        client.get(f"/collections/{inside.hexkey}/")
    client.logout()
    assert client.get("/api/v0/collections/").status_code == 401
    assert client.get("/api/v0/videos/").json()["count"] == 0
