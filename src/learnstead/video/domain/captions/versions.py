"""Captions and their revisions: nothing that was saved is written over, and any of it can come back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from learnstead.kernel import caption_files, webvtt
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.video.domain.captions import languages
from learnstead.video.models import Caption, CaptionRevision, Video

PUBLISH_JOB = "video.publish_captions"
LONGEST_NAME = 255


class EditedMeanwhile(Terminal):
    """Somebody else saved these captions since they were opened."""


class LanguageTaken(Terminal):
    """The video has captions in that language."""


@dataclass(frozen=True)
class Saved:
    """The revision that is shown now, and what was mended in what was brought, line by line."""

    revision: CaptionRevision
    mended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saving:
    """Who saves, when, and the queue whose job then lays the files beside the film."""

    by: User | None
    at: datetime
    queue: Queue


@transaction.atomic
def bring(
    *,
    video: Video,
    language: str,
    content: bytes,
    file_name: str,
    saving: Saving,
    origin: CaptionRevision.Origin = CaptionRevision.Origin.UPLOAD,
) -> Saved:
    """Read a WebVTT or SubRip file into a new revision of that language. Raises BadCaptions, UnknownLanguage."""
    language = languages.tag(language)
    found = caption_files.read(content, file_name=file_name)
    caption, _ = Caption.objects.get_or_create(
        video=video, language=language, defaults={"filename": file_name[-LONGEST_NAME:], "created_at": saving.at}
    )
    caption.filename = file_name[-LONGEST_NAME:]
    revision = _show(caption, webvtt.webvtt(found.cues), origin, saving)
    return Saved(revision, found.mended)


@transaction.atomic
def revise(*, caption: Caption, text: str, after: int, saving: Saving) -> Saved:
    """Save what was edited from revision ``after``. Raises EditedMeanwhile, BadCaptions."""
    caption = Caption.objects.select_for_update(of=("self",)).select_related("current", "video").get(pk=caption.pk)
    if caption.current and caption.current.number != after:
        raise EditedMeanwhile(
            f"These captions were saved as revision {caption.current.number} since you opened revision {after}. "
            "What you typed is still below: open the newer revision in another window, bring both together, and save."
        )
    found = caption_files.read(text.encode(), file_name=caption.filename)
    written = webvtt.webvtt(found.cues)
    if caption.current and caption.current.text == written:
        return Saved(caption.current, found.mended)
    return Saved(_show(caption, written, CaptionRevision.Origin.EDITOR, saving), found.mended)


@transaction.atomic
def restore(*, revision: CaptionRevision, saving: Saving) -> CaptionRevision:
    """Show the text of an earlier revision again, as a new one; so this can be undone, too."""
    return _show(revision.caption, revision.text, CaptionRevision.Origin(revision.origin), saving)


@transaction.atomic
def change_language(*, caption: Caption, language: str, saving: Saving) -> Caption:
    """Say that these captions are in another language than was thought. Raises LanguageTaken, UnknownLanguage."""
    language = languages.tag(language)
    if language == caption.language:
        return caption
    if Caption.objects.filter(video=caption.video, language=language).exists():
        raise LanguageTaken(
            f"There are captions in {languages.name(language)} already; remove those first, or edit them."
        )
    caption.language = language
    caption.save(update_fields=["language"])
    _changed(caption.video, saving)
    return caption


@transaction.atomic
def remove(*, caption: Caption, saving: Saving) -> None:
    """Remove the captions of one language with all their revisions."""
    video = caption.video
    caption.delete()
    _changed(video, saving)


def _show(caption: Caption, text: str, origin: CaptionRevision.Origin, saving: Saving) -> CaptionRevision:
    Caption.objects.select_for_update().get(pk=caption.pk)
    newest = caption.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = CaptionRevision.objects.create(
        caption=caption, number=newest + 1, text=text, origin=origin, made_by=saving.by, created_at=saving.at
    )
    caption.current = revision
    caption.save(update_fields=["current", "filename"])
    _changed(caption.video, saving)
    return revision


def _changed(video: Video, saving: Saving) -> None:
    """Consumers of the public list see the video as changed; the files follow in a job of this transaction."""
    Video.objects.filter(pk=video.pk).update(updated_at=saving.at)
    saving.queue.put(PUBLISH_JOB, lock=f"captions:{video.hexkey}", video=video.hexkey)
