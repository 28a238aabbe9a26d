"""Amazon's notifications: signed with a certificate that is served where LEARNSTEAD_AWS_ENDPOINT points."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from learnstead.kernel import clock
from tests.vendor_server import Answer, Asked, Vendor

TOPIC = "arn:aws:sns:us-east-1:123456789012:MediaConvertJobAlert"
CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
LINES = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    "UnsubscribeConfirmation": ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
}


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(*, days: int = 365) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    until = clock.now() + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(1)
        .not_valid_before(until - timedelta(days=400))
        .not_valid_after(until)
        .sign(key(), hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def signed(message: dict[str, Any], *, version: str = "2") -> dict[str, Any]:
    """The message as SNS sends it; version 1 is SHA-1."""
    digest = hashes.SHA1() if version == "1" else hashes.SHA256()  # noqa: S303 - SNS's first version
    text = "".join(f"{name}\n{message[name]}\n" for name in LINES[message["Type"]] if name in message)
    signature = key().sign(text.encode(), padding.PKCS1v15(), digest)
    return {
        **message,
        "SignatureVersion": version,
        "Signature": base64.b64encode(signature).decode(),
        "SigningCertURL": message.get("SigningCertURL", CERTIFICATE),
    }


def notification(text: str, *, id: str = "m-1", topic: str = TOPIC, **more: str) -> dict[str, Any]:  # noqa: A002 - SNS's word
    return {
        "Type": "Notification",
        "MessageId": id,
        "TopicArn": topic,
        "Message": text,
        "Timestamp": "2026-03-01T12:00:00.000Z",
        **more,
    }


@dataclass
class FakeSns(Vendor):
    """Serves the certificate and takes confirmations."""

    pem: bytes = field(default_factory=certificate)

    def answer(self, asked: Asked) -> Answer:
        if asked.path.endswith(".pem"):
            return 200, {}, self.pem
        return 200, {}, b"<ConfirmSubscriptionResponse/>"
