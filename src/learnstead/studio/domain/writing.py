"""One row of content written: the version counted, the earlier one kept, the new text of its file."""

from datetime import datetime

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.studio.domain.serialisation import Unreadable, path_of, text_of, verbatim_after_edit
from learnstead.studio.domain.serialisation.storable import check_storable
from learnstead.studio.models import Content, EarlierVersion

# So many saves back a second editor can still be merged; fewer where a text is very long.
KEPT_VERSIONS = 20
KEPT_LONG_VERSIONS = 3
LONG = 1_000_000
TITLE_LENGTH = 512


class NotStorable(Terminal):
    """Text that cannot be kept; the message says what is wrong with it."""


def locked(content: Content) -> Content:
    """The content as it is stored now; no one else writes it until the transaction ends."""
    rows = Content.objects.select_for_update(of=("self",)).select_related("site__starter", "updated_by")
    return rows.get(pk=content.pk)


def write(content: Content, *, by: User | None, at: datetime) -> dict[str, str | None]:
    """Store a new or locked content as its next version; returns what became of its files: new texts, None for gone."""
    _check(content)
    stored = None if content._state.adding else Content.objects.get(pk=content.pk)  # noqa: SLF001 - as Django says
    old_path = path_of(stored) if stored else None
    if stored:
        _keep_earlier(stored)
        if stored.verbatim is not None and _says_something_else(stored, content):
            content.verbatim = verbatim_after_edit(stored.verbatim, content)
    path = path_of(content)
    if old_path and old_path != path:
        content.earlier_paths = [*dict.fromkeys([*content.earlier_paths, old_path])]
    content.version = (stored.version if stored else 0) + 1
    content.updated_by = by
    content.updated_at = at
    content.save()
    files: dict[str, str | None] = {old_path: None} if old_path and old_path != path else {}
    return files | {path: text_of(content)}


def earlier_version_of(stored: Content) -> EarlierVersion:
    """What a content says now, to be kept when it is about to say something else."""
    return EarlierVersion(
        content=stored, version=stored.version, title=stored.title, markdown=stored.markdown, metadata=stored.metadata
    )


def _says_something_else(stored: Content, content: Content) -> bool:
    return (stored.title, stored.markdown, stored.metadata) != (content.title, content.markdown, content.metadata)


def _keep_earlier(stored: Content) -> None:
    earlier_version_of(stored).save(force_insert=True)
    kept = KEPT_LONG_VERSIONS if len(stored.markdown) > LONG else KEPT_VERSIONS
    EarlierVersion.objects.filter(content=stored, version__lte=stored.version - kept).delete()


def _check(content: Content) -> None:
    if len(content.title) > TITLE_LENGTH:
        raise NotStorable(f"the title has {len(content.title)} characters; at most {TITLE_LENGTH} are possible")
    try:
        for value in (content.title, content.markdown, content.metadata):
            check_storable(value)
    except Unreadable as problem:
        line = f" on line {problem.line}" if problem.line else ""
        raise NotStorable(f"'{content}' {problem.problem}{line}; remove it and save again") from problem
