"""Messages of SNS: which are believed. The certificate comes from a server."""

import base64
from collections.abc import Iterator

import pytest

from learnstead.adapters.sns.certificates import BadCertificate
from learnstead.adapters.sns.messages import Forged, SnsReader
from tests.adapters.sns.fake_sns import TOPIC, FakeSns, certificate, notification, signed
from tests.vendor_server import serving


@pytest.fixture
def sns() -> Iterator[FakeSns]:
    with serving(FakeSns()) as one:
        yield one


def reader(sns: FakeSns) -> SnsReader:
    return SnsReader(topics=[TOPIC], endpoint=sns.url)


@pytest.mark.parametrize("version", ["1", "2"])
def test_both_kinds_of_signature_are_believed(sns: FakeSns, version: str) -> None:
    message = reader(sns).read(signed(notification("{}", Subject="A job"), version=version))
    assert (message.kind, message.id, message.text) == ("Notification", "m-1", "{}")


def test_the_certificate_is_fetched_once(sns: FakeSns) -> None:
    one = reader(sns)
    for number in range(3):
        one.read(signed(notification("{}", id=f"m-{number}")))
    assert sns.paths() == ["GET /SimpleNotificationService-0123456789abcdef.pem"]


@pytest.mark.parametrize("changed", [{"Message": "another"}, {"MessageId": "m-2"}, {"Subject": "more"}])
def test_whatever_was_signed_cannot_be_changed(sns: FakeSns, changed: dict[str, str]) -> None:
    with pytest.raises(Forged, match="not SNS's"):
        reader(sns).read(signed(notification("{}")) | changed)


def test_a_signature_of_another_version_or_none_is_no_signature(sns: FakeSns) -> None:
    for changed in ({"SignatureVersion": "3"}, {"Signature": base64.b64encode(b"no").decode()}, {"Signature": "?"}):
        with pytest.raises(Forged):
            reader(sns).read(signed(notification("{}")) | changed)


@pytest.mark.parametrize(
    "topic",
    [
        "arn:aws:sns:us-east-1:123456789012:Other",
        f"{TOPIC}2",
        "arn:aws:sns:us-east-1:999999999999:MediaConvertJobAlert",
    ],
)
def test_only_topics_that_are_named_exactly_are_believed(sns: FakeSns, topic: str) -> None:
    with pytest.raises(Forged, match="LEARNSTEAD_SNS_TOPICS"):
        reader(sns).read(signed(notification("{}", topic=topic)))


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.us-east-1.amazonaws.com/SimpleNotificationService.pem",
        "https://sns.us-east-1.amazonaws.com.example.org/SimpleNotificationService.pem",
        "https://example.org/SimpleNotificationService.pem",
        "https://sns.us-east-1.amazonaws.com@example.org/SimpleNotificationService.pem",
        "https://sns.us-east-1.amazonaws.com:444/SimpleNotificationService.pem",
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService.pem",
        "https://sns.us-east-1.amazonaws.com/bucket/mine.pem",
        "",
    ],
)
def test_a_certificate_from_elsewhere_is_not_even_fetched(sns: FakeSns, url: str) -> None:
    with pytest.raises(BadCertificate):
        reader(sns).read(signed(notification("{}", SigningCertURL=url)))
    assert sns.asked == []


def test_an_old_certificate_is_not_believed(sns: FakeSns) -> None:
    sns.pem = certificate(days=-2)
    with pytest.raises(BadCertificate, match="out of date"):
        reader(sns).read(signed(notification("{}")))


def test_a_subscription_is_confirmed_at_an_address_of_ours(sns: FakeSns) -> None:
    hello = notification("You have chosen to subscribe", Token="t-1", SubscribeURL="https://example.org/evil")
    one = reader(sns)
    one.confirm(one.read(signed(hello | {"Type": "SubscriptionConfirmation"})))
    assert (sns.asked[-1].path, dict(sns.asked[-1].query)) == (
        "/",
        {"Action": "ConfirmSubscription", "TopicArn": TOPIC, "Token": "t-1"},
    )
