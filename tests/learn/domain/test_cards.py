"""What cards say, and what they leave out."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.learn.domain import cards, queries
from learnstead.learn.models import LearningResource, Relationship

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def resource(name, **said):
    given = {"resource_type": "course", "title": name.title(), "etl_source": "library", "payload_sha256": ""}
    return LearningResource.objects.create(
        readable_id=name, slug=name, platform="edx", first_published_at=NOW, changed_at=NOW, **given | said
    )


def card(name):
    return cards.card(queries.published().get(slug=name), NOW)


@pytest.mark.parametrize(
    ("free", "amounts", "said"),
    [
        (True, [], "Free"),
        (True, ["0.00", "149.00"], "Free, certificate $149"),
        (False, ["1450.00"], "$1,450"),
        (False, ["995.50", "2000.00"], "From $995.50"),
        (False, [], ""),
    ],
)
def test_a_price_is_said_in_words(free, amounts, said):
    resource("tides", free=free, prices=[{"amount": amount, "currency": "USD"} for amount in amounts])
    assert card("tides").price == said


def test_a_currency_without_a_usual_sign_is_spelt():
    resource("tides", free=False, prices=[{"amount": "12500.00", "currency": "CHF"}])
    assert card("tides").price == "CHF 12,500"


@pytest.mark.parametrize(
    ("number", "said"), [("6.034", "6.034"), ("MITx+11.205x", "11.205x"), ("course-v1:xPRO+TrustML2x", ""), ("", "")]
)
def test_a_key_is_no_course_number(number, said):
    assert cards.course_number(number) == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [("PT1H5M10S", "1 h 5 min"), ("PT59M45S", "1 h"), ("PT42S", "42 s"), ("P1DT2H", "26 h"), ("PT0S", ""), ("x", "")],
)
def test_a_duration_is_said_as_people_do(iso, said):
    assert cards.spoken_duration(iso) == said


def test_the_next_start_is_shown_until_it_is_past():
    resource("coming", next_start_date=NOW + timedelta(days=9))
    resource("gone", next_start_date=NOW - timedelta(days=1), availability="dated")
    resource("always", availability="anytime")
    assert [card(name).when for name in ("coming", "gone", "always")] == [
        "Starts 10 March 2026",
        "",
        "Start at any time",
    ]


def test_only_children_that_can_be_seen_are_counted():
    show = resource("show", resource_type="podcast")
    children = [resource("one"), resource("two", published=False), resource("three", test_mode=True), None]
    for place, child in enumerate(children):
        Relationship.objects.create(
            parent=show,
            child=child,
            child_type="podcast_episode",
            child_readable_id=str(place),
            relation="PODCAST_EPISODES",
            position=place,
        )
    assert card("show").extent == "1 episode"
    assert [child.slug for child in queries.children_of(show)] == ["one"]


def test_pictures_from_elsewhere_are_not_loaded():
    resource("ours", image_url="/media/pool.jpg")
    resource("theirs", image_url="https://images.example/pool.jpg")
    resource("sly", image_url="//images.example/pool.jpg")
    assert [card(name).image for name in ("ours", "theirs", "sly")] == ["/media/pool.jpg", "", ""]


def test_sources_take_turns_among_what_is_new():
    for place in range(3):
        resource(f"many-{place}", source="many")
    resource("other", source="other")
    shown = {one.source for one in queries.newest("course", at_most=2)}
    assert shown == {"many", "other"}
