"""Sample objects of sources that read a bucket: laid out in a folder, archives packed from folders of plain files.

``x.tar.gz.d/`` becomes the archive ``x.tar.gz``, ``x.imscc.d/`` becomes ``x.imscc``, and ``x.jsonl`` beside
``parquet`` in its name becomes Parquet. The same content gives the same bytes, and a file that would not change is
left alone, so that it keeps its time.
"""

import gzip
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from learnstead.config.feeds.dates import filled
from learnstead.config.feeds.routes import FEEDS

TAR, ZIP, LINES = ".tar.gz.d", ".imscc.d", ".jsonl"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def prepare(source: str, *, into: Path, today: datetime) -> Path | None:
    """Lay out the sample objects of a source below ``into``; the folder that stands for its bucket, or None."""
    samples = FEEDS / source / "objects"
    if not samples.is_dir():
        return None
    for key, content in _objects(samples, samples, today):
        target = into / source / key
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return into / source


def _objects(folder: Path, root: Path, today: datetime) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        key = path.relative_to(root).as_posix()
        if path.name.endswith(TAR):
            yield key.removesuffix(".d"), _tar(path, today)
        elif path.name.endswith(ZIP):
            yield key.removesuffix(".d"), _zip(path, today)
        elif path.is_dir():
            yield from _objects(path, root, today)
        elif ".parquet" in path.name and path.name.endswith(LINES):
            yield key.removesuffix(LINES), _parquet(path, today)
        else:
            yield key, _content(path, today)


def _tar(folder: Path, today: datetime) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as outside, tarfile.open(fileobj=outside, mode="w") as tar:
        for path in _files(folder):
            content = _content(path, today)
            member = tarfile.TarInfo(path.relative_to(folder).as_posix())
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def _zip(folder: Path, today: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(folder):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), LONG_AGO), _content(path, today))
    return packed.getvalue()


def _parquet(path: Path, today: datetime) -> bytes:
    """One row for each line; what is an object in a line becomes JSON text in the row."""
    rows = [json.loads(line) for line in filled(path.read_text(), today=today).splitlines() if line.strip()]
    plain = [
        {name: json.dumps(value) if isinstance(value, dict) else value for name, value in row.items()} for row in rows
    ]
    columns = dict.fromkeys(plain[0], "VARCHAR")
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as database:
        lines, target = Path(scratch, "rows.json"), Path(scratch, "rows.parquet")
        lines.write_text("\n".join(json.dumps(row) for row in plain))
        read = database.read_json(str(lines), columns=columns, format="newline_delimited")
        read.write_parquet(str(target), compression="zstd")
        return target.read_bytes()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _content(path: Path, today: datetime) -> bytes:
    content = path.read_bytes()
    try:
        return filled(content.decode(), today=today).encode()
    except UnicodeDecodeError:
        return content
