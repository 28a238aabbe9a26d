"""The client of 3Play Media against a server that takes orders."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from learnstead.adapters.three_play.client import ThreePlayClient
from learnstead.ports.caption_orders import CaptionRequest, OrderRefused, OrderState
from tests.adapters.three_play.fake_three_play import VTT, FakeThreePlay
from tests.vendor_server import serving, told

TIDES = CaptionRequest("https://video.example.org/1", "Tides", "tides-1-en", "en", "https://us.example.org/back/")


@pytest.fixture
def three_play() -> Iterator[FakeThreePlay]:
    with serving(FakeThreePlay()) as one:
        yield one


def client(three_play: FakeThreePlay, key: str = "key") -> ThreePlayClient:
    return ThreePlayClient(key=key, languages={"en": 1}, turnaround=5, api=three_play.url)


def test_an_order_names_the_file_and_where_to_tell_us(three_play: FakeThreePlay) -> None:
    assert client(three_play).order(TIDES) == "7000"
    assert three_play.files[0]["source_url"] == TIDES.source_url
    assert (three_play.orders[0]["callback"], three_play.orders[0]["turnaround_level_id"]) == (TIDES.callback, "5")


def test_asked_twice_it_is_ordered_and_paid_once(three_play: FakeThreePlay) -> None:
    assert client(three_play).order(TIDES) == client(three_play).order(TIDES)
    assert (len(three_play.files), len(three_play.orders)) == (1, 1)


def test_a_cancelled_order_can_be_placed_again(three_play: FakeThreePlay) -> None:
    client(three_play).order(TIDES)
    three_play.state = "cancelled"
    assert client(three_play).order(TIDES) == "7001"


def test_what_is_complete_is_fetched_as_webvtt(three_play: FakeThreePlay) -> None:
    one = client(three_play)
    order = one.order(TIDES)
    assert one.state(order) is OrderState.IN_PROGRESS
    three_play.state = "complete"
    assert (one.state(order), one.fetch(order).decode()) == (OrderState.COMPLETE, VTT)


def test_an_error_with_status_200_is_an_error(three_play: FakeThreePlay) -> None:
    with pytest.raises(OrderRefused, match="Invalid API key"):
        client(three_play, key="another").order(TIDES)
    order = client(three_play).order(TIDES)
    three_play.trouble.append(told({"is_error": True, "error_description": "record not found"}))
    with pytest.raises(OrderRefused, match="record not found"):
        client(three_play).fetch(order)


def test_a_language_without_a_number_is_not_ordered(three_play: FakeThreePlay) -> None:
    with pytest.raises(OrderRefused, match="LEARNSTEAD_3PLAY_LANGUAGES"):
        client(three_play).order(replace(TIDES, language="is"))
    assert three_play.asked == []
