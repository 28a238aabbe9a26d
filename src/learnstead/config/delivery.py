"""The settings of delivery: which keys sign addresses of bytes, and whether CloudFront has the bytes."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from learnstead.adapters.delivery.cloudfront import CloudFrontKey, Hash, private_key
from learnstead.adapters.delivery.cloudfront_cookies import CloudFrontCookies
from learnstead.adapters.delivery.cloudfront_urls import CloudFrontUrls
from learnstead.adapters.delivery.own_paths import OwnPaths
from learnstead.adapters.delivery.path_token import PathTokens
from learnstead.config.media.addresses import Address
from learnstead.config.media.server import MediaServer
from learnstead.config.media.shelves import Shelf
from learnstead.kernel.errors import Terminal
from learnstead.ports.delivery import DeliverySigner
from learnstead.ports.objects import ObjectStore

# Stands among the keys for the one that follows from the installation's secret.
DERIVED = "derived"
# These go into nginx's configuration as they are, where "$" and quotes mean something.
KEY = re.compile(r"[A-Za-z0-9_-]{32,128}")
DIGESTS: dict[str, Hash] = {"": "SHA1", "sha1": "SHA1", "sha256": "SHA256"}
PURPOSE = b"learnstead: addresses of the bytes of videos"


class BadDelivery(Terminal):
    """A setting of delivery cannot be right."""


@dataclass(frozen=True)
class CloudFront:
    """A distribution with a trusted key group. With ``cookie_domain`` players on that site get cookies."""

    url: str
    key: CloudFrontKey
    cookie_domain: str = ""


@dataclass(frozen=True)
class Delivery:
    """``keys`` sign the addresses of bytes: the first makes them, each is accepted."""

    keys: tuple[str, ...] = field(repr=False)
    cloudfront: CloudFront | None = None

    @classmethod
    def of(cls, env: Mapping[str, str], *, secret_key: str) -> Self:
        """From the environment; without a setting the key is derived from the installation's secret."""
        named = env.get("LEARNSTEAD_MEDIA_KEYS", "").split() or [DERIVED]
        keys = tuple(derived(secret_key) if name == DERIVED else name for name in named)
        if not all(KEY.fullmatch(key) for key in keys):
            raise BadDelivery(
                "each of LEARNSTEAD_MEDIA_KEYS must be 32 to 128 letters, digits, '-' or '_', such as "
                f"'openssl rand -hex 32' makes, or {DERIVED!r} for the one that follows from LEARNSTEAD_SECRET_KEY"
            )
        return cls(keys=keys, cloudfront=_cloudfront(env))

    @property
    def tokens(self) -> PathTokens:
        """What makes and checks tokens with these keys."""
        return PathTokens(self.keys)

    def signer(self, objects: ObjectStore) -> DeliverySigner:
        """The signer these settings speak of."""
        if self.cloudfront is None:
            return OwnPaths(self.tokens, objects)
        by_url = self._by_url(self.cloudfront, objects)
        if not self.cloudfront.cookie_domain:
            return by_url
        return CloudFrontCookies(
            domain=self.cloudfront.url,
            key=self.cloudfront.key,
            cookie_domain=self.cloudfront.cookie_domain,
            by_url=by_url,
        )

    def server(self, shelf: Shelf, objects: ObjectStore) -> MediaServer:
        """What serves the bytes of ``objects``, which are found on the ``shelf``."""
        if self.cloudfront is None:
            return MediaServer(shelf, self.tokens)
        by_url = self._by_url(self.cloudfront, objects)

        def rewrite(playlist: str, address: Address) -> str:
            place = f"{address.video}/{address.number}"
            return by_url.rewritten(playlist, place=place, name=address.rest, expires=int(address.expires))

        return MediaServer(shelf, self.tokens, rewrite)

    def _by_url(self, there: CloudFront, objects: ObjectStore) -> CloudFrontUrls:
        return CloudFrontUrls(domain=there.url, key=there.key, tokens=self.tokens, objects=objects)


def derived(secret_key: str) -> str:
    """The key that follows from the installation's secret: of its own, so that knowing it opens nothing else."""
    return hmac.new(secret_key.encode(), PURPOSE, hashlib.sha256).hexdigest()


def _cloudfront(env: Mapping[str, str]) -> CloudFront | None:
    url = env.get("LEARNSTEAD_CLOUDFRONT_URL", "").strip().rstrip("/")
    if not url:
        return None
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname or urlsplit(url).path:
        raise BadDelivery(f"LEARNSTEAD_CLOUDFRONT_URL is {url!r}; it is like https://d111111abcdef8.cloudfront.net")
    key_id, pem = env.get("LEARNSTEAD_CLOUDFRONT_KEY_ID", ""), env.get("LEARNSTEAD_CLOUDFRONT_PRIVATE_KEY", "")
    if not key_id or not pem:
        raise BadDelivery("with LEARNSTEAD_CLOUDFRONT_URL, set …_CLOUDFRONT_KEY_ID and …_CLOUDFRONT_PRIVATE_KEY too")
    digest = env.get("LEARNSTEAD_CLOUDFRONT_DIGEST", "").strip().lower()
    if digest not in DIGESTS:
        raise BadDelivery(f"LEARNSTEAD_CLOUDFRONT_DIGEST is {digest!r}; it is sha1 or sha256")
    key = CloudFrontKey(key_id=key_id, key=private_key(pem), digest=DIGESTS[digest])
    return CloudFront(url=url, key=key, cookie_domain=env.get("LEARNSTEAD_CLOUDFRONT_COOKIE_DOMAIN", "").strip())
