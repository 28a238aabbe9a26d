"""Bucket over S3 and everything that speaks it."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import BaseError, NotFoundError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from learnstead.ports.bucket import BucketObject
from learnstead.ports.egress import FetchFailed, FetchRefused

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

AT_ONCE = 1000
REFUSED = re.compile(r"status code: 40[13]\b")


@dataclass(frozen=True)
class S3Access:
    """How to get at a bucket: without keys when it is public, through ``endpoint`` when it is not Amazon's."""

    endpoint: str = ""
    region: str = "us-east-1"
    access_key_id: str = field(default="", repr=False)
    secret_access_key: str = field(default="", repr=False)
    retries: int = 4
    patience: timedelta = timedelta(seconds=30)


class S3Bucket:
    """One bucket."""

    def __init__(self, bucket: str, *, access: S3Access) -> None:
        self._bucket = bucket
        clear = access.endpoint.startswith("http://")
        limits: ClientConfig = {"allow_http": clear, "connect_timeout": "10s", "read_timeout": access.patience}
        # The time for a whole answer: an archive of gigabytes takes a while; silence is what read_timeout is for.
        limits["timeout"] = timedelta(hours=1)
        again: RetryConfig = {"max_retries": access.retries, "retry_timeout": timedelta(minutes=3)}
        self._store = S3Store(bucket, config=_settings(access), client_options=limits, retry_config=again)

    def list(self, prefix: str) -> Iterator[BucketObject]:
        """Page after page; a listing that breaks off raises, it never just ends."""
        folder, _, _ = prefix.rpartition("/")
        with self._explained("list", prefix):
            for page in obstore.list(self._store, prefix=folder or None, chunk_size=AT_ONCE):
                for found in page:
                    if found["path"].startswith(prefix):
                        version = (found["e_tag"] or f"{found['size']}-{found['last_modified'].isoformat()}").strip('"')
                        yield BucketObject(
                            key=found["path"], size=found["size"], modified=found["last_modified"], version=version
                        )

    def open(self, key: str) -> BinaryIO:
        """The bytes as they come in; a stream that ends early raises."""
        with self._explained("read", key):
            found = obstore.get(self._store, key)
            body = _Body(self, key, iter(found.stream()), found.meta["size"])
        return cast("BinaryIO", io.BufferedReader(body, 2**20))

    def remove(self, key: str) -> None:
        """Ask the store, which does not mind when it is gone."""
        with self._explained("remove", key):
            obstore.delete(self._store, key)

    @contextmanager
    def _explained(self, verb: str, key: str) -> Iterator[None]:
        """Their errors in our words. What the store says may quote headers, so only its first words are passed on."""
        what = f"could not {verb} {key!r} in the bucket {self._bucket}"
        try:
            yield
        except (NotFoundError, FileNotFoundError) as problem:
            raise FetchRefused(f"{what}: there is nothing (is the bucket's name right?)") from problem
        except (PermissionDeniedError, UnauthenticatedError, PermissionError) as problem:
            raise FetchRefused(f"{what}: access was denied; are its keys set, and right?") from problem
        except (BaseError, OSError) as problem:
            if REFUSED.search(str(problem)):  # a listing that is refused has no class of its own
                raise FetchRefused(f"{what}: access was denied; are its keys set, and right?") from problem
            raise FetchFailed(f"{what}: {_said(problem)}") from problem


class _Body(io.RawIOBase):
    """A stream of chunks, read as a file. It must be as long as was promised."""

    def __init__(self, bucket: S3Bucket, key: str, chunks: Iterator[object], size: int) -> None:
        self._bucket, self._key, self._chunks, self._left = bucket, key, chunks, size
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview") -> int:  # type: ignore[override]
        while not self._rest:
            with self._bucket._explained("read", self._key):  # noqa: SLF001 - two halves of one adapter
                chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest = memoryview(bytes(chunk))  # type: ignore[call-overload]
            self._left -= len(self._rest)
        if not self._rest and self._left:
            raise FetchFailed(f"{self._key!r} ended {self._left} bytes early; the connection was cut")
        count = min(len(target), len(self._rest))
        target[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _settings(access: S3Access) -> "S3Config":
    settings: S3Config = {"region": access.region}
    if access.endpoint:
        settings["endpoint"] = access.endpoint
    if access.access_key_id:
        settings["access_key_id"] = access.access_key_id
        settings["secret_access_key"] = access.secret_access_key
    else:
        settings["skip_signature"] = True
    return settings


def _said(problem: Exception) -> str:
    return str(problem).partition("\n")[0][:300] or type(problem).__name__
