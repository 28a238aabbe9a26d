"""What kind of file this is, for a reader: by what it is said to be, else by its name."""

from mimetypes import MimeTypes
from pathlib import PurePosixPath

HTML = frozenset({"text/html", "application/xhtml+xml"})
XML = frozenset({"text/xml", "application/xml"})
# Text in all but name.
PLAIN = frozenset({"application/json", "application/javascript", "application/x-subrip", "application/x-yaml"})
UNKNOWN = "application/octet-stream"

# Only what comes with Python, so that the answer does not depend on the machine; and what it lacks.
_NAMES = MimeTypes(filenames=())
_MORE = {".md": "text/markdown", ".sjson": "application/json", ".srt": "application/x-subrip", ".vtt": "text/vtt"}


def kind_of(*, file_name: str, media_type: str) -> str:
    """The media type without its parameters."""
    said = media_type.partition(";")[0].strip().lower()
    if said and said != UNKNOWN:
        return said
    suffix = PurePosixPath(file_name).suffix.lower()
    return _MORE.get(suffix) or _NAMES.guess_type(f"a{suffix}", strict=False)[0] or UNKNOWN


def is_plain(kind: str) -> bool:
    """Whether its bytes are the text."""
    return (kind.startswith("text/") and kind not in HTML | XML) or kind in PLAIN
