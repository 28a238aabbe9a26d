"""Marketing pages: what the pages that courses and programs link to say about them, as Markdown.

Pages are read as the server sends them. One that a browser would first have to put together says little here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from learnstead.data.extraction import Extraction
from learnstead.data.normalising import Candidate, Given, Quarantined, each
from learnstead.data.parsing.addresses import secured
from learnstead.data.parsing.markdown import markdown_of
from learnstead.data.snapshot import Payload, Snapshot
from learnstead.data.source import Setting, Source
from learnstead.kernel.contracts import ContentFile, ContentParent, LearningResource, Record, key_of
from learnstead.kernel.contracts.records import resource_key

NAME = "marketing_pages"
CATALOGUES = ("mitxonline", "xpro", "mitpe", "sloan_exec_ed", "micromasters")
BY_HAND = "by hand"
"""The scope of the pages a person named."""
MOST_BYTES = 8 * 2**20
MOST_TEXT = 1_000_000
CONTENTS = "## Program Contents"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page, and the resource it is about. ``parts`` are the keys of a program's courses, in order."""

    key: str
    title: str
    url: str
    parts: list[str] = []


def extract(run: Extraction) -> Iterator[Payload]:
    """The list of pages of each catalogue, and each page; the last one kept when a page cannot be read."""
    catalogues = [name for name in run.settings["catalogues"].split() if name in CATALOGUES]
    for scope in (*catalogues, BY_HAND):
        pages = _named(run.settings["pages"]) if scope == BY_HAND else list(_pages_of(run.latest(scope)))
        if pages and run.wants(scope):
            with run.scope(scope):
                yield run.keep(msgspec.json.encode(pages), label="pages", url=f"pages:{scope}")
                for url in dict.fromkeys(page.url for page in pages):
                    if found := run.cached(url, label="page", most_bytes=MOST_BYTES):
                        yield found
                run.complete(f"{len(pages)} pages, which is all that are known")


def normalise(snapshot: Snapshot, _given: Given) -> Iterator[Candidate | Quarantined]:
    """One content file for each resource whose page could be read; a program's with those of its courses."""
    for listing in snapshot.payloads("pages"):
        pages = msgspec.json.decode(listing.content, type=list[Page])
        yield from _files(pages, {one.url: one for one in snapshot.payloads("page", scope=listing.scope)})


def content_file(page: Page, read: Payload, *, parts: Sequence[tuple[str, str]] = ()) -> ContentFile:
    """What a page says, and the pages of its parts (title and text), at most a million characters."""
    said = markdown_of(read.text)
    if parts:
        said = "\n\n".join([said.rstrip(), CONTENTS, *(f"### {title}\n\n{text.strip()}" for title, text in parts), ""])
    said = said[:MOST_TEXT]
    return ContentFile(
        parent=_parent(page),
        key=page.url,
        etl_source=NAME,
        title=page.title,
        url=page.url,
        content=said,
        content_title=page.title,
        content_type="page",
        file_type="marketing_page",
        file_extension=".md",
        archive_checksum=hashlib.md5(read.content, usedforsecurity=False).hexdigest(),
        checksum=hashlib.md5(said.encode(), usedforsecurity=False).hexdigest(),
        published=True,
    )


def _files(pages: Sequence[Page], read: Mapping[str, Payload]) -> Iterator[Candidate | Quarantined]:
    by_key = {page.key: page for page in pages}

    def with_parts(page: Page) -> ContentFile:
        courses = [by_key[key] for key in page.parts if key in by_key and by_key[key].url in read]
        parts = [(course.title, markdown_of(read[course.url].text)) for course in courses]
        return content_file(page, read[page.url], parts=parts)

    for page in pages:
        if page.url in read:
            yield from each([page], with_parts, payload=read[page.url], key=_file_key)


def _pages_of(records: Iterable[Record]) -> Iterator[Page]:
    for record in records:
        if (
            isinstance(record, LearningResource)
            and record.resource_type in ("course", "program")
            and record.published
            and record.platform
            and record.url
        ):
            yield Page(
                key=key_of(record),
                title=str(record.title or record.readable_id),
                url=secured(record.url),
                parts=[
                    resource_key(child.resource_type, child.platform or record.platform, child.readable_id)
                    for child in record.children or ()
                    if child.relation == "PROGRAM_COURSES"
                ],
            )


def _named(setting: str) -> list[Page]:
    """Pages such as ``program:xpro:program-v1:xPRO+X=https://xpro.example.org/x``, separated by spaces."""
    pairs = (entry.split("=", 1) for entry in setting.split() if "=" in entry)
    return [Page(key=key, title=key.split(":", 2)[-1], url=secured(url)) for key, url in pairs]


def _parent(page: Page) -> ContentParent:
    resource_type, platform, readable_id = page.key.split(":", 2)
    parent = {"platform": platform, "resource_type": resource_type, "readable_id": readable_id}
    return msgspec.convert(parent, ContentParent)


def _file_key(page: Page) -> str:
    return key_of(ContentFile(parent=_parent(page), key=page.url, etl_source=NAME))


SOURCE = Source(
    name=NAME,
    title="Marketing pages",
    transport="HTML pages, as Markdown",
    cadence="every 12 h",
    schedules=("0 */12 * * *",),
    stale_after=timedelta(days=2),
    data="marketing text",
    owner="whoever offers each course",
    brittle="pages that a browser puts together say little; a login or error page with status 200 looks like a page",
    scope="catalogue",
    hosts=("*",),
    settings=(
        Setting("catalogues", "sources whose courses' and programs' pages are read", default=" ".join(CATALOGUES)),
        Setting("pages", "more pages, each as TYPE:PLATFORM:ID=ADDRESS, separated by spaces"),
    ),
    after=CATALOGUES,
    extract=extract,
    normalise=normalise,
)
