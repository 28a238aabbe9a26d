"""The certificates that SNS signs with, fetched from Amazon and from nowhere else."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from learnstead.adapters.vendors import http
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal

PATH = re.compile(r"/SimpleNotificationService(-[0-9A-Za-z]+)?\.pem")
MOST_BYTES = 64 * 1024
MOST_KEPT = 16
SKEW = timedelta(minutes=5)


class BadCertificate(Terminal):
    """The certificate lies elsewhere, is none, or is out of date."""


class Certificates:
    """Each is fetched once; with ``endpoint`` from there instead of Amazon."""

    def __init__(self, client: httpx.Client, *, endpoint: str = "") -> None:
        self._client, self._endpoint = client, endpoint
        self._kept: dict[str, x509.Certificate] = {}

    def key(self, url: str, *, region: str, china: bool) -> RSAPublicKey:
        """The public key at an address of SNS in a region."""
        certificate = self._kept.get(url)
        if certificate is None:
            certificate = self._fetch(url, host=f"sns.{region}.amazonaws.com{'.cn' if china else ''}")
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[url] = certificate
        now = clock.now()
        if not certificate.not_valid_before_utc - SKEW <= now <= certificate.not_valid_after_utc + SKEW:
            raise BadCertificate(f"the certificate at {url} is out of date, or our clock is wrong")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise BadCertificate(f"the certificate at {url} is not one that SNS signs with")
        return key

    def _fetch(self, url: str, *, host: str) -> x509.Certificate:
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if (parts.scheme, parts.netloc) != ("https", host) or not PATH.fullmatch(parts.path) or parts.query:
            raise BadCertificate(f"the signing certificate does not lie at https://{host}/; the message is not SNS's")
        answer = http.send(self._client, "GET", f"{self._endpoint or f'https://{host}'}{parts.path}", to="SNS")
        if not answer.is_success or len(answer.content) > MOST_BYTES:
            raise BadCertificate(f"SNS has no certificate at {url} ({answer.status_code})")
        try:
            return x509.load_pem_x509_certificate(answer.content)
        except ValueError as problem:
            raise BadCertificate(f"what lies at {url} is no certificate") from problem
