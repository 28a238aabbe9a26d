"""Which keys a store accepts, the same for every store."""

from learnstead.ports.objects import NoSuchObject

LONGEST_KEY = 1000
LONGEST_PART = 255


class BadKey(NoSuchObject):
    """No object can have this key: it could name something outside the store, or nothing."""


def checked(key: str) -> str:
    """Return ``key`` when every part of it is a plain name; else BadKey."""
    parts = key.split("/")
    plain = all(part not in ("", ".", "..") and len(part.encode()) <= LONGEST_PART for part in parts)
    if not plain or "\0" in key or "\\" in key or len(key.encode()) > LONGEST_KEY:
        raise BadKey(f"{key!r} cannot be the key of an object: its parts must be plain names joined by slashes")
    return key
