"""Objects in a bucket of S3, or of what speaks it: machines that share nothing else share their objects by it."""

import io
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import (
    BaseError,
    InvalidPathError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store as Client

from learnstead.adapters.objects.keys import BadKey, checked
from learnstead.adapters.objects.remote import RemoteFile
from learnstead.kernel.errors import LearnsteadError, Terminal, Transient
from learnstead.ports.objects import NoSuchObject, ObjectInfo

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

AT_ONCE = 1000
"""Keys of one page of a listing, and of one request that deletes."""
PART = 8 * 2**20
"""What is larger comes in several requests of this size; of them some wait in memory."""
SENDERS = 4
# A listing that is refused has no class of its own.
REFUSED, NO_BUCKET = re.compile(r"status code: 40[13]\b"), re.compile(r"status code: 404\b")
DENIED = "access was denied; are its keys set, and may they read, write, list and delete?"


@dataclass(frozen=True)
class Place:
    """Where the objects are. Without keys those of the machine are taken, as Amazon's own programs do."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    access_key_id: str = field(default="", repr=False)
    secret_access_key: str = field(default="", repr=False)
    retries: int = 4
    patience: timedelta = timedelta(seconds=30)


class S3Store:
    """An object store in one bucket, or below one prefix of it. What it has answered for is there to stay."""

    def __init__(self, place: Place) -> None:
        self._bucket = place.bucket
        limits: ClientConfig = {"allow_http": place.endpoint.startswith("http://"), "connect_timeout": "10s"}
        limits |= {"read_timeout": place.patience, "timeout": timedelta(minutes=10)}
        again: RetryConfig = {"max_retries": place.retries, "retry_timeout": timedelta(minutes=3)}
        settings, prefix = _settings(place), place.prefix.strip("/") or None
        self._client = Client(place.bucket, prefix=prefix, config=settings, client_options=limits, retry_config=again)

    def put(self, key: str, data: bytes | BinaryIO, *, lasting: bool = True) -> None:  # noqa: ARG002 - all of it lasts
        """At once, or in parts that are joined by the last request: what breaks off before is never seen."""
        with self._explained("store", checked(key)):
            if isinstance(data, bytes):
                obstore.put(self._client, key, data, chunk_size=PART)
                return
            # Read here, since what reads may look at the database; the client would ask in a thread of its own.
            writer = obstore.open_writer(self._client, key, buffer_size=PART, max_concurrency=SENDERS)
            shutil.copyfileobj(data, cast("BinaryIO", writer), 2**20)
            writer.close()

    def settle(self, prefix: str) -> None:
        """Nothing is left to do."""
        checked(prefix)

    def put_tree(self, prefix: str, folder: Path) -> None:
        """File by file, some at once."""
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        with ThreadPoolExecutor(2 * SENDERS) as senders:
            list(senders.map(lambda path: self._send(f"{prefix}/{path.relative_to(folder).as_posix()}", path), files))

    def get(self, key: str) -> bytes:
        """In one request."""
        with self._explained("read", checked(key)):
            return bytes(obstore.get(self._client, key).bytes())

    def open(self, key: str) -> BinaryIO:
        """Read as it is asked for; an object that is replaced or deleted meanwhile raises, it is never mixed."""
        with self._explained("read", checked(key)):
            about = obstore.head(self._client, key)

        def stretch(start: int, length: int) -> bytes:
            with self._explained("read", key):
                found = obstore.get(
                    self._client, key, options={"range": (start, start + length), "if_match": about["e_tag"]}
                )
                return bytes(found.bytes())

        return cast("BinaryIO", io.BufferedReader(RemoteFile(about["size"], stretch)))

    def info(self, key: str) -> ObjectInfo:
        """Ask for its headers."""
        with self._explained("read", checked(key)):
            return ObjectInfo(key=key, size=obstore.head(self._client, key)["size"])

    def list(self, prefix: str) -> Iterator[ObjectInfo]:
        """Page after page; a listing that breaks off raises, it never just ends."""
        folder, _, _ = prefix.rpartition("/")
        with self._explained("list", prefix):
            for page in obstore.list(self._client, prefix=folder or None, chunk_size=AT_ONCE):
                for found in page:
                    if found["path"].startswith(prefix):
                        yield ObjectInfo(key=found["path"], size=found["size"])

    def delete(self, prefix: str) -> None:
        """All that is there when we look, a thousand with each request."""
        doomed = [checked(prefix), *(found.key for found in self.list(f"{prefix}/"))]
        with self._explained("delete", prefix):
            for start in range(0, len(doomed), AT_ONCE):
                obstore.delete(self._client, doomed[start : start + AT_ONCE])

    def sweep(self, *, before: datetime) -> None:
        """Parts that were never joined are the bucket's own to remove, by a rule that it must be given."""

    def _send(self, key: str, path: Path) -> None:
        with self._explained("store", checked(key)):
            obstore.put(self._client, key, path, chunk_size=PART, max_concurrency=SENDERS)

    @contextmanager
    def _explained(self, verb: str, key: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as problem:
            raise self._in_our_words(problem, verb, key) from problem

    def _in_our_words(self, problem: Exception, verb: str, key: str) -> LearnsteadError:
        what, said = f"could not {verb} {key!r} in the bucket {self._bucket}", str(problem).partition("\n")[0]
        if isinstance(problem, InvalidPathError):
            return BadKey(f"{key!r} cannot be the key of an object")
        if isinstance(problem, NotFoundError | FileNotFoundError) or NO_BUCKET.search(said):
            if verb == "read":
                return NoSuchObject(f"nothing is stored under {key!r}")
            return Terminal(f"{what}: is the bucket's name right?")
        if isinstance(problem, PermissionDeniedError | UnauthenticatedError) or REFUSED.search(said):
            return Terminal(f"{what}: {DENIED}")
        # What the store says may quote headers, so only its first words are passed on.
        return Transient(f"{what}: {said[:300] or type(problem).__name__}")


def _settings(place: Place) -> "S3Config":
    settings: S3Config = {"region": place.region}
    if place.endpoint:
        settings["endpoint"] = place.endpoint
    if place.access_key_id:
        settings["access_key_id"] = place.access_key_id
        settings["secret_access_key"] = place.secret_access_key
    return settings
