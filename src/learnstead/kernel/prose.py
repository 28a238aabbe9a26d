"""Prose from elsewhere: HTML made harmless, or without its markup; short Markdown as HTML."""

import re

import nh3
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

SILENT = ("script", "style", "template", "noscript", "svg", "annotation", "annotation-xml")
BLOCKS = "p,div,section,article,li,dt,dd,h1,h2,h3,h4,h5,h6,tr,td,th,pre,blockquote,figcaption,summary,br,table,caption"
ALLOWED_TAGS = {"p", "br", "em", "strong", "b", "i", "a", "ul", "ol", "li", "sub", "sup", "blockquote", "code"}

CAPTION_ARROW = "-->"
_NOT_SAID = re.compile(r"\d+$|\ufeff?WEBVTT\b|NOTE\b|(Kind|Language):")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")

# Neither raw HTML nor anything but CommonMark: descriptions are short prose.
_markdown = MarkdownIt("commonmark", {"html": False})
# Whole pages, which are only read.
_pages = MarkdownIt("commonmark").enable("table")


def text_of_html(html: str) -> str:
    """The readable text, one line for each block."""
    tree = LexborHTMLParser(html)
    tree.strip_tags(list(SILENT), recursive=True)
    for node in tree.css(BLOCKS):
        node.insert_after("\n")
        if node.tag == "td":
            node.insert_after(" ")
    body = tree.body
    return tidy(body.text(deep=True)) if body else ""


def clean_html(html: str) -> str:
    """Prose markup only; anything that could run, load or restyle is gone."""
    return nh3.clean(html, tags=ALLOWED_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})


def html_of_markdown(source: str) -> str:
    """Short Markdown as clean HTML."""
    return clean_html(_markdown.render(source))


def text_of_markdown(source: str) -> str:
    """The readable text of a whole page, one line for each block."""
    return text_of_html(_pages.render(source))


def inline_html(source: str) -> str:
    """One sentence of Markdown as clean HTML: emphasis and code, neither links nor blocks."""
    return nh3.clean(_markdown.renderInline(source), tags={"em", "strong", "code"}, attributes={})


def text_of_transcript(transcript: str) -> str:
    """What is said; some sources give it as captions, with times and numbers that nobody reads."""
    if CAPTION_ARROW not in transcript:
        return transcript
    lines = [line.strip() for line in transcript.splitlines()]
    return " ".join(line for line in lines if line and not _NOT_SAID.match(line) and CAPTION_ARROW not in line)


def tidy(text: str) -> str:
    """Single spaces, single line breaks, nothing at the ends."""
    return _LINES.sub("\n", _SPACE.sub(" ", text.replace("\x00", ""))).strip()
