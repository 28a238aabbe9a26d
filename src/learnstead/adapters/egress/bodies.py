"""The body of an answer, written to a file: decompressed, counted, hashed, and never larger than agreed."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from learnstead.kernel.errors import Transient

ACCEPTED = "gzip, deflate"
STEP = 256 * 1024
MOST_RATIO, RATIO_FROM = 300, 2**20
"""Text shrinks to a tenth, very dull text to a hundredth; what unpacks to more than this was made to do so."""


class Broken(Exception):
    """The body cannot be decompressed, or ends too early."""


class TooLarge(Exception):
    """The body is larger than agreed."""


@dataclass(frozen=True)
class Written:
    """A body on disk."""

    path: Path
    sha256: str
    size: int


def written(chunks: Iterable[bytes], *, coding: str, most_bytes: int, scratch: Path) -> Written:
    """Write a body; what was written of one that fails is removed."""
    digest, size = hashlib.sha256(), 0
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=scratch, delete=False) as file:
        path = Path(file.name)
        try:
            for piece in limited(decoded(chunks, coding=coding), most_bytes):
                size += len(piece)
                digest.update(piece)
                file.write(piece)
            file.flush()
        except BaseException as problem:
            path.unlink(missing_ok=True)
            if isinstance(problem, OSError):
                raise Transient(f"could not write to {scratch}: {problem.strerror}; is the disk full?") from problem
            raise
    return Written(path=path, sha256=digest.hexdigest(), size=size)


def limited(pieces: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    """The pieces, as long as they are not more than agreed."""
    left = most_bytes
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise TooLarge(f"has more than {most_bytes:,} bytes")
        yield piece


def decoded(chunks: Iterable[bytes], *, coding: str) -> Iterator[bytes]:
    """The body without its content coding, in small pieces: a bomb is noticed before it has gone off."""
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        yield from chunks
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise Broken(f"is encoded as {coding!r}, which was not asked for")
    inflate, came, made = None, 0, 0
    for chunk in chunks:
        came += len(chunk)
        if chunk and inflate is None:
            inflate = _inflater(coding, chunk)
        rest = chunk
        while rest and inflate is not None:
            try:
                piece = inflate.decompress(rest, STEP)
            except zlib.error as problem:
                raise Broken(f"says it is {coding} and is not ({problem})") from problem
            made += len(piece)
            if made > max(RATIO_FROM, came * MOST_RATIO):
                raise TooLarge(f"unpacks to more than {MOST_RATIO} times its size")
            yield piece
            rest = inflate.unconsumed_tail
            if inflate.eof and inflate.unused_data:  # gzip may have several members
                rest, inflate = inflate.unused_data, zlib.decompressobj(31)
    if inflate is not None and not inflate.eof:
        raise Broken("ends in the middle of its compressed data")


def _inflater(coding: str, first: bytes) -> "zlib._Decompress":
    if coding != "deflate":
        return zlib.decompressobj(31)
    wrapped = first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2]) % 31 == 0)  # noqa: PLR2004 - RFC 1950
    return zlib.decompressobj(15 if wrapped else -15)  # some servers send deflate without its wrapping
