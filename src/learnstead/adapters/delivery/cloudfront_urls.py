"""Addresses at CloudFront with a signature in each: they work in every player and in frames of other sites.

One policy with a wildcard covers the folder of a revision. Playlists come from us, since every address in them needs
the signature; segments, captions and pictures come from CloudFront, whose origin holds our keys.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from posixpath import dirname, join, normpath
from urllib.parse import quote

from learnstead.adapters.delivery import grants, playlists
from learnstead.adapters.delivery.cloudfront import CloudFrontKey, policy
from learnstead.adapters.delivery.own_paths import PUBLIC, addresses, servable
from learnstead.adapters.delivery.path_token import PathTokens, folder_scope
from learnstead.ports.delivery import DELIVERY, FileAddress, Playback, RevisionFiles, lifetime
from learnstead.ports.objects import ObjectStore

PLAYLISTS = "/media/p"


class CloudFrontUrls:
    """Signs for the distribution at ``domain`` (like https://d111.cloudfront.net); public videos stay with us."""

    def __init__(self, *, domain: str, key: CloudFrontKey, tokens: PathTokens, objects: ObjectStore) -> None:
        self._domain, self._key, self._tokens, self._objects = domain.rstrip("/"), key, tokens, objects
        self._query = lru_cache(maxsize=4096)(self._signed)

    def playback(self, files: RevisionFiles, *, viewer: str, at: datetime, until: datetime | None = None) -> Playback:
        """A token for our playlists and a signature for everything else, which end together."""
        place = f"{files.video}/{files.number}"
        if files.public:
            return addresses(files, base=f"{PUBLIC}/{place}")
        end = at + lifetime(files.duration)
        grant = grants.granted(what=place, viewer=viewer, until=min(end, until or end))
        scope = folder_scope(files.video, str(files.number))
        token = self._tokens.token(grant=grant.name, expires=grant.expires, scope=scope)
        return addresses(
            files,
            base=f"{self._domain}/{DELIVERY}/{place}",
            query=f"?{self._query(place, grant.expires)}",
            # The query tells players that addresses below it are signed one by one: a new grant needs new playlists.
            master=f"{PLAYLISTS}/{token}/{grant.expires}/{place}/{files.master}?signed",
            grant=grant,
            at=at,
        )

    def file(self, key: str, *, filename: str, viewer: str, at: datetime, lifetime: timedelta) -> FileAddress:
        """A canned signature; an S3 origin takes the name to save it under from the query."""
        grant = grants.granted(what=f"{servable(key)} as {filename!r}", viewer=viewer, until=at + lifetime)
        said = quote(f"attachment; filename*=UTF-8''{quote(filename, safe='')}", safe="")
        url = self._key.canned(f"{self._domain}/{key}?response-content-disposition={said}", expires=grant.expires)
        return FileAddress(grant=grant.name, url=url, expires_at=grant.expires_at)

    def revoke(self, grant: str, *, at: datetime) -> None:
        """Our playlists are refused at once; whoever kept the address of a segment has it until it expires."""
        grants.revoke(self._objects, grant, at=at)

    def rewritten(self, playlist: str, *, place: str, name: str, expires: int) -> str:
        """The playlist ``name`` of the revision at ``place`` (video/number), its segments led to CloudFront."""
        query = self._query(place, expires)

        def address(relative: str) -> str:
            return f"{self._domain}/{DELIVERY}/{place}/{normpath(join(dirname(name), relative))}?{query}"

        return playlists.rewritten(playlist, address)

    def _signed(self, place: str, expires: int) -> str:
        words = policy(f"{self._domain}/{DELIVERY}/{place}/*", expires=expires)
        return "&".join(f"{name}={value}" for name, value in self._key.query(words).items())
