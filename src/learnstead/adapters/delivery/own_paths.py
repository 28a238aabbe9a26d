"""The signer for bytes that come from us: from the web application, or from nginx beside it."""

from datetime import datetime, timedelta
from urllib.parse import quote

from learnstead.adapters.delivery import grants
from learnstead.adapters.delivery.path_token import PathTokens, file_scope, folder_scope
from learnstead.ports.delivery import (
    DELIVERY,
    ORIGINALS,
    Cookie,
    FileAddress,
    Playback,
    RevisionFiles,
    lifetime,
    renewal,
)
from learnstead.ports.objects import ObjectStore

PUBLIC, SIGNED, SINGLE = "/media/v", "/media/s", "/media/o"


class OwnPaths:
    """Stable paths for public videos; for others a token that every relative address in a playlist inherits."""

    def __init__(self, tokens: PathTokens, objects: ObjectStore) -> None:
        self._tokens, self._objects = tokens, objects

    def playback(self, files: RevisionFiles, *, viewer: str, at: datetime, until: datetime | None = None) -> Playback:
        """One token for the folder of the revision."""
        place = f"{files.video}/{files.number}"
        if files.public:
            return addresses(files, base=f"{PUBLIC}/{place}")
        end = at + lifetime(files.duration)
        grant = grants.granted(what=place, viewer=viewer, until=min(end, until or end))
        scope = folder_scope(files.video, str(files.number))
        token = self._tokens.token(grant=grant.name, expires=grant.expires, scope=scope)
        return addresses(files, base=f"{SIGNED}/{token}/{grant.expires}/{place}", grant=grant, at=at)

    def file(self, key: str, *, filename: str, viewer: str, at: datetime, lifetime: timedelta) -> FileAddress:
        """A token for one object and the name to save it under."""
        path, name = servable(key), quote(filename, safe="")
        grant = grants.granted(what=f"{path} as {filename!r}", viewer=viewer, until=at + lifetime)
        token = self._tokens.token(grant=grant.name, expires=grant.expires, scope=file_scope(path, name))
        url = f"{SINGLE}/{token}/{grant.expires}/{path}?filename={name}"
        return FileAddress(grant=grant.name, url=url, expires_at=grant.expires_at)

    def revoke(self, grant: str, *, at: datetime) -> None:
        """At once, for everything that is asked for with it."""
        grants.revoke(self._objects, grant, at=at)


def servable(key: str) -> str:
    """``key`` without "video/"; a ValueError for what must never be served."""
    if not key.startswith((f"{ORIGINALS}/", f"{DELIVERY}/")):
        raise ValueError(f"{key!r} is neither an original nor what is delivered: no address of it is made")
    return key.removeprefix("video/")


def addresses(
    files: RevisionFiles,
    *,
    base: str,
    query: str = "",
    master: str = "",
    grant: grants.Grant | None = None,
    at: datetime | None = None,
    cookies: tuple[Cookie, ...] = (),
) -> Playback:
    """Every file of the revision under ``base``, followed by ``query``; ``master`` when it comes from elsewhere."""

    def address(name: str) -> str:
        return f"{base}/{name}{query}" if name else ""

    return Playback(
        grant=grant.name if grant else "",
        hls_url=master or address(files.master),
        captions={language: address(name) for language, name in files.captions.items()},
        poster=address(files.poster),
        sprite=address(files.sprite),
        sprite_cues=address(files.sprite_cues),
        download=address(files.download),
        expires_at=grant.expires_at if grant else None,
        renew_at=renewal(at=at, expires_at=grant.expires_at) if grant and at else None,
        cookies=cookies,
    )
