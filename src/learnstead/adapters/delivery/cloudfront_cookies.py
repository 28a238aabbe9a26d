"""CloudFront with cookies: plain addresses, for players on pages of the same site only.

Browsers keep cookies of another site out of frames, so what is embedded elsewhere needs ``CloudFrontUrls``.
"""

from datetime import datetime, timedelta

from learnstead.adapters.delivery import grants
from learnstead.adapters.delivery.cloudfront import CloudFrontKey, policy
from learnstead.adapters.delivery.cloudfront_urls import CloudFrontUrls
from learnstead.adapters.delivery.own_paths import PUBLIC, addresses
from learnstead.ports.delivery import DELIVERY, Cookie, FileAddress, Playback, RevisionFiles, lifetime


class CloudFrontCookies:
    """Signs for the distribution at ``domain``; ``cookie_domain`` covers it and our pages (like example.org)."""

    def __init__(self, *, domain: str, key: CloudFrontKey, cookie_domain: str, by_url: CloudFrontUrls) -> None:
        self._domain, self._key = domain.rstrip("/"), key
        self._cookie_domain, self._by_url = cookie_domain, by_url

    def playback(self, files: RevisionFiles, *, viewer: str, at: datetime, until: datetime | None = None) -> Playback:
        """Addresses without a signature, and the cookies that open them."""
        place = f"{files.video}/{files.number}"
        if files.public:
            return addresses(files, base=f"{PUBLIC}/{place}")
        end = at + lifetime(files.duration)
        grant = grants.granted(what=place, viewer=viewer, until=min(end, until or end))
        folder = f"/{DELIVERY}/{place}/"
        cookies = self._key.cookies(policy(f"{self._domain}{folder}*", expires=grant.expires))
        opened = tuple(
            Cookie(name=name, value=value, path=folder, domain=self._cookie_domain) for name, value in cookies.items()
        )
        return addresses(files, base=f"{self._domain}/{DELIVERY}/{place}", grant=grant, at=at, cookies=opened)

    def file(self, key: str, *, filename: str, viewer: str, at: datetime, lifetime: timedelta) -> FileAddress:
        """By a signed address: a download leaves the page, and its cookie would stay behind."""
        return self._by_url.file(key, filename=filename, viewer=viewer, at=at, lifetime=lifetime)

    def revoke(self, grant: str, *, at: datetime) -> None:
        """For the log; CloudFront takes the cookies until they expire."""
        self._by_url.revoke(grant, at=at)
