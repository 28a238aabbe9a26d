"""Learning paths, featured lists and testimonials, over HTTP: who may make them, and what learners then see."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from learnstead.learn.domain import featured, search_documents
from learnstead.learn.domain.lists import featuring, testimonials
from learnstead.learn.models import FeaturedItem, LearningPath, editorial
from learnstead.people.models import User
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn import shelf

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def signed_in(name: str, *, editor: bool = False, **more: bool) -> Client:
    user = User.objects.create_user(name, name=name.title(), **more)
    if editor:
        user.groups.add(Group.objects.get_or_create(name="learning_path_editors")[0])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def edith() -> Client:
    return signed_in("edith", editor=True)


def new_path(client: Client, *titles: str) -> LearningPath:
    client.post("/manage/learning-paths/", {"title": "First steps at sea", "description": "Begin <b>here</b>."})
    path = LearningPath.objects.get()
    for title in titles:
        client.post(f"/manage/learning-paths/{path.pk}/", {"add": shelf.resource(title).pk})
    path.refresh_from_db()
    return path


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_path_is_made_put_in_order_published_found_and_withdrawn(edith: Client) -> None:
    path = new_path(edith, "Tidal Pools", "Sound Waves", "Old Maps")
    address = path.resource.get_absolute_url()
    assert Client().get(address).status_code == 410  # a draft

    edith.post(f"/manage/learning-paths/{path.pk}/publish/", {"published": "1"})
    last = path.resource.children.last().pk
    edith.post(f"/manage/learning-paths/{path.pk}/", {"up": last})
    waiting_jobs.work_off()

    text = page(Client(), address)
    assert text.index("Tidal Pools") < text.index("Old Maps") < text.index("Sound Waves")
    assert "Start the path" in text
    assert "Made here by Edith" in text
    assert "First steps at sea" in page(Client(), "/search/?resource_type=learning_path")

    edith.post(f"/manage/learning-paths/{path.pk}/delete/")
    waiting_jobs.work_off()
    assert Client().get(address).status_code == 410
    assert "First steps at sea" not in page(Client(), "/search/?resource_type=learning_path")
    assert "Undo" in page(edith, "/manage/learning-paths/")
    edith.post(f"/manage/learning-paths/{path.pk}/restore/")
    assert "Draft" in page(edith, f"/manage/learning-paths/{path.pk}/")


def test_a_path_needs_a_title_and_something_on_it_and_holds_no_path(edith: Client) -> None:
    assert edith.post("/manage/learning-paths/", {"title": " "}).status_code == 400
    path = new_path(edith)
    answer = edith.post(f"/manage/learning-paths/{path.pk}/publish/", {"published": "1"}, follow=True)
    assert "Put something on the path first." in answer.content.decode()
    other = shelf.resource("Another path", resource_type="learning_path")
    answer = edith.post(f"/manage/learning-paths/{path.pk}/", {"add": other.pk}, follow=True)
    assert "not of other paths" in answer.content.decode()


def test_an_editor_puts_a_found_thing_on_a_path_and_a_featured_list_at_once(edith: Client) -> None:
    path, found = new_path(edith), shelf.resource("Tidal Pools")
    assert "Tidal Pools" in page(edith, f"/manage/learning-paths/{path.pk}/?find=pools+tid")
    choice = {"editorial": "1", "path": path.resource_id, "featured": ["", "ocw"], "next": "/"}
    edith.post(f"/lists/save/{found.pk}/", choice)
    assert path.resource.children.get().child == found
    assert featuring.on_lists(found) == {"", "ocw"}
    edith.post(f"/lists/save/{found.pk}/", {"editorial": "1", "next": "/"})
    assert not path.resource.children.exists()
    assert featuring.on_lists(found) == frozenset()


@pytest.mark.parametrize("who", ["nobody", "bob", "edith", "sam"])
def test_who_may_make_what_everybody_sees(who: str) -> None:
    path = new_path(signed_in("maker", editor=True), "Tidal Pools")
    found = shelf.resource("Sound Waves")
    said = testimonials.save(editorial.Testimonial(), quote="It held.", name="Iris", at=shelf.AT)
    client = Client() if who == "nobody" else signed_in(who, editor=who == "edith", is_staff=who == "sam")
    edits, refused = who in {"edith", "sam"}, 302 if who == "nobody" else 403

    for place in ("", "learning-paths/", f"learning-paths/{path.pk}/", "featured/", "featured/home/"):
        assert client.get(f"/manage/{place}").status_code == (200 if edits else refused)
    client.post(f"/manage/learning-paths/{path.pk}/publish/", {"published": "1"})
    client.post("/manage/featured/home/", {"add": found.pk})
    client.post(f"/lists/save/{found.pk}/", {"editorial": "1", "path": path.resource_id, "featured": "", "next": "/"})
    path.resource.refresh_from_db()
    assert (path.resource.published, path.resource.children.count()) == ((True, 2) if edits else (False, 1))
    assert FeaturedItem.objects.exists() == edits

    answer = client.post(f"/manage/testimonials/{said.pk}/", {"quote": "Changed.", "attestant_name": "Iris"})
    assert answer.status_code == (403 if who in {"bob", "edith"} else 302)
    said.refresh_from_db()
    assert said.quote == ("Changed." if who == "sam" else "It held.")


def test_featured_lists_take_turns_and_each_turn_is_drawn_anew_every_day() -> None:
    queue = services().queue
    for code in ("ocw", "mitx", "xpro"):
        for number in (1, 2):
            made = shelf.resource(f"{code} {number}", offered_by=code, free=code == "ocw")
            featuring.add(code, made, queue=queue)
    hidden = shelf.resource("Hidden", published=False)
    featuring.add("see", hidden, queue=queue)

    names = {item.resource_id: item.resource.title for item in FeaturedItem.objects.select_related("resource")}
    days = [[names[pk] for pk in featured.ids(at=shelf.AT + timedelta(days=day))] for day in range(7)]
    assert all({title[-1] for title in day[:3]} == {"1"} and len(day) == 6 for day in days)
    assert len({tuple(day) for day in days}) > 1
    assert featured.ids(at=shelf.AT) == featured.ids(at=shelf.AT + timedelta(hours=9))
    free = featured.ids({"free": ["true"], "unknown": ["x"]}, at=shelf.AT)
    assert [names[pk] for pk in free] == ["ocw 1", "ocw 2"]
    both = featured.ids({"offered_by": ["mitx", "xpro"], "resource_type_group": ["course"]}, at=shelf.AT)
    assert len(both) == 4
    assert featured.ids({"resource_type_group": ["learning_material"]}, at=shelf.AT) == []


def test_home_shows_what_is_featured_and_what_learners_said_and_leads_to_searches(edith: Client) -> None:
    free, paid = shelf.resource("Tidal Pools"), shelf.resource("Sound Waves", free=False)
    for one in (paid, free):
        edith.post("/manage/featured/home/", {"add": one.pk})
    testimonials.save(editorial.Testimonial(), quote="I kept at it.", name="Iris", title="Nurse", at=shelf.AT)
    testimonials.save(editorial.Testimonial(), quote="Not yet.", name="Jon", published=False, at=shelf.AT)

    home = page(Client(), "/")
    section = home[home.index('id="featured"') : home.index('id="newest"')]
    assert section.index("Sound Waves") < section.index("Tidal Pools")
    narrowed = page(Client(), "/?featured=free")
    section = narrowed[narrowed.index('id="featured"') : narrowed.index('id="newest"')]
    assert "Sound Waves" not in section
    assert "I kept at it." in home
    assert "Not yet." not in home
    assert 'href="/search/?certification=true"' in home


def test_what_is_featured_stands_first_where_everything_is_browsed() -> None:
    others = [shelf.resource(title) for title in ("Tidal Pools", "Sound Waves")]
    last = shelf.resource("Lighthouses", first_published_at=shelf.AT - timedelta(days=900), completeness=0.1)
    featuring.add("ocw", last, queue=services().queue)
    places = {entry.id: entry.orders["browse"] for entry in search_documents.published()}
    assert places[str(last.pk)] < min(places[str(one.pk)] for one in others)
