"""What search is told about the inside of a resource: its pages and files, and what is said in a recording."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q

from learnstead.kernel import prose
from learnstead.learn.domain import transcripts
from learnstead.learn.domain.transcripts import Passage
from learnstead.learn.models import ContentFile
from learnstead.ports.search import Part

if TYPE_CHECKING:
    from learnstead.learn.domain.search_documents import Resource, Run

# So long a stretch of a recording is one part: short enough to listen to, long enough to hold a few words together.
STRETCH_SECONDS = 60
TRANSCRIPT = "Transcript"
MARKDOWN = ".md"


def parts(resource: "Resource", run: "Run | None", address: str, *, has_files: bool) -> list[Part]:
    """The files of a resource and of its best run, then its transcript."""
    found = list(_files(resource, run, address)) if has_files else []
    said = next((part["transcript"] for part in resource.detail.values() if part.get("transcript")), "")
    return [*found, *_stretches(transcripts.passages(said), address)]


def _files(resource: "Resource", run: "Run | None", address: str) -> Iterator[Part]:
    inside = Q(resource_id=resource.pk) | Q(run_id=run.pk) if run else Q(resource_id=resource.pk)
    files = ContentFile.objects.filter(inside, published=True)
    for title, description, content, url, kind, ending in files.values_list(
        "title", "description", "content", "url", "content_type", "file_extension"
    ):
        said = prose.text_of_markdown(content) if ending == MARKDOWN else content
        text = "\n".join(filter(None, (description, said)))
        yield Part(title=title, text=text, stored={"url": url or address, "kind": kind})


def _stretches(passages: Sequence[Passage], address: str) -> Iterator[Part]:
    """Captions by the minute, each with the moment it begins; without moments the whole is one part."""
    if not passages:
        return
    begun: list[Passage] = []
    for passage in passages:
        first = begun[0].second if begun else None
        if first is not None and passage.second is not None and passage.second - first >= STRETCH_SECONDS:
            yield _stretch(begun, address)
            begun = []
        begun.append(passage)
    yield _stretch(begun, address)


def _stretch(passages: Sequence[Passage], address: str) -> Part:
    text, second = " ".join(one.text for one in passages), passages[0].second
    if second is None:
        return Part(title=TRANSCRIPT, text=text, stored={"url": f"{address}#transcript", "kind": "transcript"})
    where = {"url": f"{address}?t={second}#player", "kind": "transcript", "seconds": second}
    return Part(title=TRANSCRIPT, text=text, stored=where)
