"""What a store in a bucket does when it is not let in, or there is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from learnstead.adapters.objects.s3 import Place, S3Store
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.objects import ObjectStore
from tests import s3
from tests.vendor_server import Answer, Asked, Vendor, serving

DENIED = b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
EVERYTHING: dict[str, Callable[[ObjectStore], object]] = {
    "store": lambda store: store.put("a", b"x"),
    "read": lambda store: store.get("a"),
    "list": lambda store: list(store.list("a/")),
    "delete": lambda store: store.delete("a"),
}


class Closed(Vendor):
    """A bucket that lets nobody in."""

    def answer(self, asked: Asked) -> Answer:
        return 403, {"content-type": "application/xml"}, b"" if asked.method == "HEAD" else DENIED


@pytest.mark.parametrize("what", EVERYTHING)
def test_a_bucket_that_is_closed_to_us_says_what_to_do(what: str) -> None:
    with serving(Closed()) as vendor:
        store = S3Store(Place("ours", endpoint=vendor.url, access_key_id="me", secret_access_key="hush", retries=0))
        with pytest.raises(Terminal, match="access was denied; are its keys set") as caught:
            EVERYTHING[what](store)
    assert "hush" not in repr(caught.value)


@pytest.mark.parametrize("what", EVERYTHING)
def test_a_bucket_that_does_not_answer_may_do_so_later(what: str) -> None:
    store = S3Store(Place("ours", endpoint="http://127.0.0.1:9", access_key_id="a", secret_access_key="b", retries=0))
    with pytest.raises(Transient, match="in the bucket ours"):
        EVERYTHING[what](store)


@pytest.mark.parametrize("what", ["store", "list", "delete"])
def test_a_bucket_that_is_not_there_is_named(bucket: Place, what: str) -> None:
    with pytest.raises(Terminal, match="in the bucket elsewhere: is the bucket's name right"):
        EVERYTHING[what](S3Store(replace(bucket, bucket="elsewhere", retries=0)))


def test_a_file_that_is_replaced_while_it_is_read_is_never_mixed(bucket: Place) -> None:
    store = S3Store(s3.corner(bucket))
    store.put("film", b"a" * 1_000_000)
    with store.open("film") as file:
        assert file.read(1) == b"a"
        store.put("film", b"b" * 1_000_000)
        with pytest.raises(Transient, match="could not read 'film'"):
            file.read()
