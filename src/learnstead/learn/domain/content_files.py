"""Writes the pages and files of a run: only those that differ, in few statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from learnstead.learn.domain.site_records import ContentRecord, fingerprint
from learnstead.learn.models import ContentFile, LearningResourceRun

BATCH = 500
# Raise it when reading or writing a content file changes, so that the next release of every site is written again.
LOADER_VERSION = "1"
CHANGING = [
    "uid",
    "url",
    "title",
    "description",
    "content",
    "content_type",
    "file_url",
    "file_type",
    "file_extension",
    "content_tags",
    "youtube_id",
    "payload_sha256",
]


@dataclass(frozen=True)
class Loaded:
    """How many files were added, changed and removed."""

    added: int
    changed: int
    removed: int


def load(run: LearningResourceRun, records: Sequence[ContentRecord], *, url_path: str, keep: Collection[str]) -> Loaded:
    """Make the files of the run those of ``records``; files whose key is in ``keep`` are not taken for gone."""
    known = {key: (pk, payload) for key, pk, payload in run.content_files.values_list("key", "pk", "payload_sha256")}
    files = [_content_file(run, record, url_path) for record in records]
    added = [file for file in files if file.key not in known]
    changed = []
    for file in files:
        if file.key in known and known[file.key][1] != file.payload_sha256:
            file.pk = known[file.key][0]
            changed.append(file)
    gone = _gone(known, files, keep)
    ContentFile.objects.bulk_create(added, batch_size=BATCH)
    ContentFile.objects.bulk_update(changed, CHANGING, batch_size=BATCH)
    ContentFile.objects.filter(run=run, key__in=gone).delete()
    return Loaded(added=len(added), changed=len(changed), removed=len(gone))


def _gone(known: Iterable[str], files: Iterable[ContentFile], keep: Collection[str]) -> list[str]:
    present = {file.key for file in files}
    return [key for key in known if key not in present and key not in keep]


def _content_file(run: LearningResourceRun, record: ContentRecord, url_path: str) -> ContentFile:
    return ContentFile(
        run=run,
        key=record.key,
        uid=record.uid,
        url=f"/{url_path}/{record.key}/",
        title=record.title,
        description=record.description,
        content=record.text,
        content_type=record.content_type,
        file_url=record.file_url,
        file_type=record.file_type,
        file_extension=record.file_extension,
        content_tags=list(record.content_tags),
        youtube_id=record.youtube_id,
        payload_sha256=fingerprint(record, url_path, LOADER_VERSION),
    )
