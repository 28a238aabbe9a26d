"""Amazon CloudFront's signatures, to the byte as botocore's ``CloudFrontSigner`` makes them.

Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html. A canned policy names
one address and an end, and is not sent; a custom one may have wildcards, a beginning and a network, and is.
Distributions also take SHA-256 when ``Hash-Algorithm=SHA256`` says so, and keys on the curve P-256 beside RSA.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from learnstead.kernel.errors import Terminal

Hash = Literal["SHA1", "SHA256"]
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class BadKey(Terminal):
    """The private key cannot be read, or is of a kind that CloudFront does not take."""


def policy(resource: str, *, expires: int, network: str = "", begins: int | None = None) -> str:
    """A policy as compact JSON. ``resource`` may have ``*`` and ``?``; times are epoch seconds.

    ``network`` is an IPv4 address or a range like 192.0.2.0/24. With neither it nor ``begins`` this is the canned one.
    """
    condition: dict[str, dict[str, object]] = {"DateLessThan": {"AWS:EpochTime": expires}}
    if network:
        condition["IpAddress"] = {"AWS:SourceIp": network if "/" in network else f"{network}/32"}
    if begins is not None:
        condition["DateGreaterThan"] = {"AWS:EpochTime": begins}
    return json.dumps({"Statement": [{"Resource": resource, "Condition": condition}]}, separators=(",", ":"))


def private_key(pem: str) -> PrivateKey:
    r"""Read a PEM; line ends may be written ``\n``, as they are when a PEM stands in one line of an environment."""
    try:
        key = load_pem_private_key(pem.replace("\\n", "\n").strip().encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise BadKey("the CloudFront key is no PEM of a private key without a password") from problem
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size == 2048:  # noqa: PLR2004 - the one size they take
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise BadKey("CloudFront takes RSA keys of 2048 bits and keys on the curve P-256; this is another kind")


@dataclass(frozen=True)
class CloudFrontKey:
    """The key that signs; ``key_id`` is what a trusted key group knows it by."""

    key_id: str
    key: PrivateKey
    digest: Hash = "SHA1"

    def canned(self, url: str, *, expires: int) -> str:
        """``url``, its own query included, signed up to ``expires``."""
        signature = self._signature(policy(url, expires=expires))
        return _joined(url, {"Expires": str(expires), "Signature": signature, **self._known_by()})

    def custom(self, url: str, words: str) -> str:
        """``url`` signed with the policy ``words``."""
        return _joined(url, self.query(words))

    def query(self, words: str) -> dict[str, str]:
        """What a policy adds to every address it covers."""
        return {"Policy": _safe(words.encode()), "Signature": self._signature(words), **self._known_by()}

    def cookies(self, words: str) -> dict[str, str]:
        """The cookies that say the same as ``query``."""
        return {f"CloudFront-{name}": value for name, value in self.query(words).items()}

    def canned_cookies(self, url: str, *, expires: int) -> dict[str, str]:
        """The cookies for one address."""
        signature = self._signature(policy(url, expires=expires))
        said = {"Expires": str(expires), "Signature": signature, **self._known_by()}
        return {f"CloudFront-{name}": value for name, value in said.items()}

    def _known_by(self) -> dict[str, str]:
        known = {"Key-Pair-Id": self.key_id}
        return known if self.digest == "SHA1" else {**known, "Hash-Algorithm": self.digest}

    def _signature(self, words: str) -> str:
        digest = hashes.SHA256() if self.digest == "SHA256" else hashes.SHA1()  # noqa: S303 - what CloudFront checks
        if isinstance(self.key, rsa.RSAPrivateKey):
            return _safe(self.key.sign(words.encode(), padding.PKCS1v15(), digest))
        return _safe(self.key.sign(words.encode(), ec.ECDSA(digest)))


def _safe(data: bytes) -> str:
    """Base64 in CloudFront's own alphabet, which is not that of RFC 4648 for addresses."""
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


def _joined(url: str, more: Mapping[str, str]) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{url}{'&' if '?' in url else '?'}{pairs}"
