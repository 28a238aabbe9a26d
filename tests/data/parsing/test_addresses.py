"""Addresses of strangers."""

import pytest

from learnstead.data.parsing.addresses import is_https_on, secured

HOSTS = {"media.example.org"}


def test_an_address_on_the_host_is_taken():
    assert is_https_on("https://media.example.org/a/b.m3u8", HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "http://media.example.org/a.m3u8",
        "https://evil.example/a.m3u8",
        "https://media.example.org.evil.example/a.m3u8",
        "https://evil.example\\@media.example.org/a.m3u8",
        "https://evil.example@media.example.org/a.m3u8",
        "https://[media.example.org/a.m3u8",
        "//media.example.org/a.m3u8",
        None,
    ],
)
def test_anything_that_might_lead_elsewhere_is_not(address):
    assert not is_https_on(address, HOSTS)


def test_plain_http_becomes_https():
    assert secured("http://example.org/a") == "https://example.org/a"
    assert secured("https://example.org/http://b") == "https://example.org/http://b"
