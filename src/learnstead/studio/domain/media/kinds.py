"""What a file really is, by its first bytes; its name only decides among kinds of text."""

import codecs
import mimetypes

import filetype  # type: ignore[import-untyped]

from learnstead.studio.domain.media.refusals import UploadRefused

HEAD_BYTES = 64 * 1024
EXECUTABLE_STARTS = (
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
)
EXECUTABLE_ENDINGS = (
    ".exe", ".msi", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".hta", ".lnk", ".jar", ".apk", ".deb",
    ".rpm", ".dmg", ".app", ".pif", ".cpl", ".reg", ".class",
)  # fmt: skip
PLAIN_TYPES = {
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    # A browser runs scripts it finds in XML; as plain text it shows them.
    ".xml": "text/plain",
    ".xhtml": "text/plain",
    ".tex": "application/x-tex",
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".yaml": "application/yaml",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".htm": "text/html",
}
ZIP_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
}
SVG, HTML, ZIP, UNKNOWN = "image/svg+xml", "text/html", "application/zip", "application/octet-stream"
# A name that promises one of these is believed by people and programs, so the bytes must keep the promise.
PROMISES = ("image/", "video/", "audio/", "application/pdf")


def kind_of(name: str, head: bytes) -> str:
    """The media type of a file from its first ``HEAD_BYTES``; UploadRefused for programs and false names."""
    ending = "." + name.lower().rpartition(".")[2] if "." in name else ""
    if head.startswith(EXECUTABLE_STARTS) or ending in EXECUTABLE_ENDINGS:
        raise UploadRefused(f"{name} is a program; upload its source, or put it into a repository of programs")
    found = _by_bytes(ending, head)
    promised = mimetypes.guess_type(name)[0] or ""
    if promised.startswith(PROMISES) and promised.partition("/")[0] != found.partition("/")[0]:
        raise UploadRefused(f"{name} is not what its name says: it holds {found}; give it the right ending")
    return found


def _by_bytes(ending: str, head: bytes) -> str:
    guessed = filetype.guess(head)
    if guessed and guessed.mime in {ZIP, *ZIP_TYPES.values()}:
        return ZIP_TYPES.get(ending, ZIP)
    if guessed and guessed.mime not in {"application/xml", "text/xml"}:
        return str(guessed.mime)
    return _text_kind(ending, head)


def _text_kind(ending: str, head: bytes) -> str:
    try:
        # The head may end within a character, which an incremental decoder does not mind.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return UNKNOWN
    if "\x00" in text:
        return UNKNOWN
    start = text.lstrip().lower()
    if "<svg" in start and start.startswith(("<svg", "<?xml", "<!--", "<!doctype svg")):
        return SVG
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<script")):
        return HTML
    return PLAIN_TYPES.get(ending, "text/plain")
