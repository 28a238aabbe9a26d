"""Where the bytes of a video lie in the object store."""

from datetime import UTC

from learnstead.video.models import Captured, Incoming, Revision, Video

ORIGINALS = "video/originals"
WORK = "video/work"
INCOMING = "video/incoming"
DELIVERY = "video/delivery"
THUMBNAILS = "video/thumbnails"
MASTER = "master.m3u8"


def original(revision: Revision, ending: str) -> str:
    """The uploaded file; ``ending`` without its dot."""
    return f"{ORIGINALS}/{place(revision)}/source.{ending}"


def incoming(upload: Incoming) -> str:
    """The prefix of the parts of a file on its way in; the video's key is not known to have a revision yet."""
    return f"{INCOMING}/{upload.pk.hex}"


def captured(sight: Captured) -> str:
    """A recorder's file, while nobody knows yet whether it came before."""
    return f"{INCOMING}/captured-{sight.pk}"


def work(revision: Revision) -> str:
    """The prefix of what is unfinished."""
    return f"{WORK}/{place(revision)}"


def delivery(revision: Revision, path: str = "") -> str:
    """The prefix of what is played, or one object below it."""
    return f"{DELIVERY}/{place(revision)}/{path}".rstrip("/")


def thumbnail(video: Video) -> str:
    """The name, below what is played, of the picture somebody brought, new for each; ``""`` while nobody did."""
    return f"thumbnails/{video.thumbnail_at.astimezone(UTC):%Y%m%d%H%M%S%f}.jpg" if video.thumbnail_at else ""


def kept_thumbnail(video: Video) -> str:
    """Where that picture outlives revisions."""
    return f"{THUMBNAILS}/{video.hexkey}/{thumbnail(video).rpartition('/')[2]}"


def place(revision: Revision) -> str:
    """What addresses of bytes have in common with keys: the video's key and the number of its revision."""
    return f"{revision.video.hexkey}/{revision.number}"
