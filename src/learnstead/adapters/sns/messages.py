"""Messages of Amazon's Simple Notification Service: is it really from there, and what does it say.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from learnstead.adapters.sns.certificates import Certificates
from learnstead.adapters.vendors import http
from learnstead.kernel.errors import Terminal

NOTIFICATION = "Notification"
CONFIRMATION = "SubscriptionConfirmation"
FAREWELL = "UnsubscribeConfirmation"
SIGNED = {
    NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    FAREWELL: ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}
DIGESTS: Mapping[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 - SNS's version 1
TOPIC = re.compile(r"arn:aws(?P<china>-cn)?:sns:(?P<region>[a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?")


class Forged(Terminal):
    """The message is not signed by SNS, or belongs to a topic that is not ours."""


@dataclass(frozen=True)
class SnsMessage:
    """A message that is known to come from one of our topics. ``text`` is what was published."""

    kind: str
    id: str
    topic: str
    text: str
    token: str


class SnsReader:
    """Believes messages of ``topics`` only. ``endpoint`` stands in for Amazon's addresses, for a LocalStack say."""

    def __init__(self, *, topics: Sequence[str], endpoint: str = "") -> None:
        self._topics = frozenset(topics)
        self._endpoint = endpoint.rstrip("/")
        self._client = http.client()
        self._certificates = Certificates(self._client, endpoint=self._endpoint)

    def read(self, body: Mapping[str, Any]) -> SnsMessage:
        """The message, once its topic and its signature are right; Forged. Transient when its key cannot be had."""
        values = {name: value for name, value in body.items() if isinstance(value, str)}
        kind, topic = values.get("Type", ""), values.get("TopicArn", "")
        known = TOPIC.fullmatch(topic)
        if kind not in SIGNED or topic not in self._topics or known is None:
            raise Forged("this is no message of a topic that is known here; see LEARNSTEAD_SNS_TOPICS")
        self._check(values, kind=kind, region=known["region"], china=bool(known["china"]))
        return SnsMessage(
            kind=kind,
            id=values["MessageId"],
            topic=topic,
            text=values["Message"],
            token=values.get("Token", ""),
        )

    def confirm(self, message: SnsMessage) -> None:
        """Say that we want the topic's messages, at an address made by us and not the one in the message."""
        known = TOPIC.fullmatch(message.topic)
        if known is None:
            raise Forged(f"{message.topic!r} is no topic")
        host = self._endpoint or f"https://sns.{known['region']}.amazonaws.com{'.cn' if known['china'] else ''}"
        query = {"Action": "ConfirmSubscription", "TopicArn": message.topic, "Token": message.token}
        answer = http.send(self._client, "GET", f"{host}/", to="SNS", params=query)
        if not answer.is_success:
            raise Terminal(
                f"SNS did not take our confirmation ({answer.status_code}): {answer.text[: http.MOST_SHOWN]}"
            )

    def _check(self, values: Mapping[str, str], *, kind: str, region: str, china: bool) -> None:
        digest = DIGESTS.get(values.get("SignatureVersion", ""))
        absent = [name for name in SIGNED[kind] if name not in values and name != "Subject"]
        if digest is None or absent:
            raise Forged(f"the message lacks {', '.join(absent) or 'a signature of version 1 or 2'}")
        key = self._certificates.key(values.get("SigningCertURL", ""), region=region, china=china)
        try:
            signature = base64.b64decode(values.get("Signature", ""), validate=True)
            key.verify(signature, _signed(values, kind), padding.PKCS1v15(), digest)
        except (InvalidSignature, binascii.Error) as problem:
            raise Forged("its signature is not SNS's") from problem


def _signed(values: Mapping[str, str], kind: str) -> bytes:
    return "".join(f"{name}\n{values[name]}\n" for name in SIGNED[kind] if name in values).encode()
