"""Reading a file with libraries. Runs in the worker, where a crash or a hang hurts nobody."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from kreuzberg import ExtractionConfig, KreuzbergError, PdfConfig, detect_mime_type_from_bytes, extract_bytes_sync
from selectolax.lexbor import LexborHTMLParser

from learnstead.adapters.text.kinds import HTML, UNKNOWN, XML, is_plain
from learnstead.adapters.text.plain import decoded
from learnstead.ports.text_extraction import ExtractedText, NoText

SILENT = ["script", "style", "template", "noscript", "svg", "head"]
BLOCKS = "p,div,section,article,li,dt,dd,h1,h2,h3,h4,h5,h6,tr,pre,blockquote,figcaption,br,table,caption,option"
CELLS = "td,th"

# No cache on disk, and the file's own words about itself; without a word about OCR there is none.
_CONFIG = ExtractionConfig(use_cache=False, pdf_options=PdfConfig(extract_metadata=True))


def read(content: bytes, kind: str) -> ExtractedText:
    """What is written in a file; NoText when it cannot be read."""
    if kind == UNKNOWN:
        kind = _sniffed(content)
    if kind in HTML:
        return _html(content)
    if kind in XML:
        return _xml(content)
    return ExtractedText(text=decoded(content)) if is_plain(kind) else _document(content, kind)


def _sniffed(content: bytes) -> str:
    try:
        return detect_mime_type_from_bytes(content)
    except (KreuzbergError, ValueError) as problem:
        raise NoText("nobody here knows what kind of file it is") from problem


def _html(content: bytes) -> ExtractedText:
    """The readable text, one line for each block."""
    tree = LexborHTMLParser(decoded(content))
    title = tree.css_first("title")
    author = tree.css_first('meta[name="author"]')
    heading = title.text() if title else ""
    written_by = (author.attributes.get("content") or "") if author else ""
    tree.strip_tags(SILENT, recursive=True)
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css(CELLS):
        node.insert_after(" ")
    text = tree.body.text(deep=True) if tree.body else ""
    return ExtractedText(text=_lines(text), title=heading, author=written_by)


def _xml(content: bytes) -> ExtractedText:
    """What stands between the tags; attributes are settings, not text."""
    try:
        root: Element = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise NoText(f"it is no XML that can be trusted: {problem or type(problem).__name__}") from problem
    return ExtractedText(text=_lines("\n".join(root.itertext())))


def _document(content: bytes, kind: str) -> ExtractedText:
    try:
        found = extract_bytes_sync(content, kind, config=_CONFIG)
    except (KreuzbergError, ValueError, RuntimeError) as problem:
        raise NoText(f"{kind}: {str(problem)[:300]}") from problem
    said: dict[str, Any] = dict(found.metadata or {})
    authors = said.get("authors") or []
    author = ", ".join(authors) if isinstance(authors, list) else str(authors)
    return ExtractedText(
        text=found.content,
        title=said.get("title") or "",
        author=author,
        language=said.get("language") or next(iter(found.detected_languages or []), ""),
    )


def _lines(text: str) -> str:
    lines = (" ".join(part.split()) for part in text.splitlines())
    return "\n".join(words for words in lines if words)
