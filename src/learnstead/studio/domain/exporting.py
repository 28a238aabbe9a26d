"""Writing a site's files into a folder, byte for byte as git has them."""

from pathlib import Path

from learnstead.kernel.errors import Terminal
from learnstead.ports.objects import ObjectStore
from learnstead.studio.domain.media.storing import key_of
from learnstead.studio.domain.serialisation import path_of, text_of
from learnstead.studio.models import Content, MediaFile, Site


class CannotExport(Terminal):
    """The folder is not fit to be written to."""


def export(*, site: Site, folder: Path, objects: ObjectStore) -> int:
    """Write every content file and medium; returns how many. Files that are there and not ours stay."""
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"{folder} is a file; give a folder to export into")
    count = 0
    for content in Content.objects.filter(site=site, deleted_at=None).iterator(chunk_size=200):
        _write(folder / path_of(content), text_of(content).encode())
        count += 1
    for media in MediaFile.objects.filter(site=site):
        _write(folder / "media" / media.name, objects.get(key_of(site, media.name)))
        count += 1
    return count


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
