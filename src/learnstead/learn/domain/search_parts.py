"""What search is told about the inside of a resource: its pages and files, and what is said in a recording."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Func, IntegerField, Q, QuerySet, Sum

from learnstead.kernel import prose
from learnstead.learn.domain import transcripts
from learnstead.learn.domain.transcripts import Passage
from learnstead.learn.models import ContentFile
from learnstead.ports.search import Part

if TYPE_CHECKING:
    from learnstead.learn.domain.search_documents import Resource

# So long a stretch of a recording is one part: short enough to listen to, long enough to hold a few words together.
STRETCH_SECONDS = 60
TRANSCRIPT = "Transcript"
MARKDOWN = ".md"


class File(NamedTuple):
    """What search needs of a file; ``resource`` or ``run`` says whose it is."""

    resource: int | None
    run: int | None
    title: str
    description: str
    content: str
    url: str
    kind: str
    ending: str

    def part(self, address: str) -> Part:
        """What of it can be found, at its own address or at that of what it is inside."""
        said = prose.text_of_markdown(self.content) if self.ending == MARKDOWN else self.content
        text = "\n".join(filter(None, (self.description, said)))
        return Part(title=self.title, text=text, stored={"url": self.url or address, "kind": self.kind})


def sizes(best_runs: Mapping[int, int | None]) -> Mapping[int, int]:
    """How many bytes of text ``files`` would read for each of these resources; compressed, as the database keeps it."""
    owners = _owners(best_runs)
    found: Counter[int] = Counter()
    size = Sum(Func("content", function="pg_column_size", output_field=IntegerField()))
    counted = _inside(best_runs, owners).order_by().values("resource_id", "run_id").annotate(size=size)
    for resource, run, bytes_ in counted.values_list("resource_id", "run_id", "size"):
        found[resource or owners[run]] += bytes_
    return found


def files(best_runs: Mapping[int, int | None]) -> Mapping[int, list[File]]:
    """The files of these resources and of the best run of each."""
    owners = _owners(best_runs)
    found: dict[int, list[File]] = {resource: [] for resource in best_runs}
    fields = ("resource_id", "run_id", "title", "description", "content", "url", "content_type", "file_extension")
    for row in _inside(best_runs, owners).values_list(*fields):
        file = File(*row)
        found[file.resource or owners[file.run or 0]].append(file)
    return found


def _owners(best_runs: Mapping[int, int | None]) -> Mapping[int, int]:
    return {run: resource for resource, run in best_runs.items() if run}


def _inside(resources: Iterable[int], runs: Iterable[int]) -> QuerySet[ContentFile]:
    """Both by their index: by way of the runs of a resource every file there is would be looked at."""
    return ContentFile.objects.filter(Q(resource_id__in=resources) | Q(run_id__in=runs), published=True)


def parts(resource: "Resource", files: Iterable[File], address: str) -> list[Part]:
    """The files, then the transcript."""
    said = next((part["transcript"] for part in resource.detail.values() if part.get("transcript")), "")
    return [*(file.part(address) for file in files), *_stretches(transcripts.passages(said), address)]


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
