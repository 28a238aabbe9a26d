"""The editor of captions in one language, and what else can be done with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel.errors import Terminal
from learnstead.ports.services import services
from learnstead.video.domain.captions import languages, transcripts, versions
from learnstead.video.models import Caption, CaptionRevision
from learnstead.video.web.asked import to_edit
from learnstead.video.web.captions.listing import saving, tell_mended
from learnstead.video.web.numbers import number
from learnstead.video.web.player.playing import playing
from learnstead.video.web.player.shown import let_play, shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """A text of WebVTT, or rows beside the film where scripts run."""
    caption = _caption(request, key, language)
    problem, text = "", caption.current.text if caption.current else ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        after = number(request.POST.get("after", "")) or 0
        try:
            saved = versions.revise(caption=caption, text=text, after=after, saving=saving(request))
        except Terminal as found:
            problem = str(found)
        else:
            messages.success(request, f"Saved as revision {saved.revision.number}.")
            tell_mended(request, saved)
            return redirect("video:edit-captions", key, caption.language)
    return _page(request, caption, text=text, problem=problem)


@login_required
@require_POST
def change_language(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Say that they are in another language."""
    caption = _caption(request, key, language)
    try:
        changed = versions.change_language(caption=caption, language=request.POST.get("to", ""), saving=saving(request))
    except Terminal as problem:
        messages.error(request, str(problem))
        return redirect("video:edit-captions", key, language)
    messages.success(request, f"These captions are in {languages.name(changed.language)} now.")
    return redirect("video:edit-captions", key, changed.language)


@login_required
@require_POST
def restore(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Show an earlier revision again."""
    caption = _caption(request, key, language)
    wanted = number(request.POST.get("number", ""))
    revision = get_object_or_404(CaptionRevision, caption=caption, number=wanted)
    made = versions.restore(revision=revision, saving=saving(request))
    messages.success(request, f"Revision {revision.number} is shown again, as revision {made.number}.")
    return redirect("video:edit-captions", key, language)


@login_required
@require_POST
def remove(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Take them away, once the person means it."""
    caption = _caption(request, key, language)
    if not request.POST.get("sure"):
        messages.error(request, "Tick the box first: captions that are removed cannot come back.")
        return redirect("video:edit-captions", key, language)
    versions.remove(caption=caption, saving=saving(request))
    messages.success(request, f"Captions in {languages.name(language)} removed.")
    return redirect("video:captions", key)


def _caption(request: HttpRequest, key: str, language: str) -> Caption:
    video = to_edit(request, key)
    found: Caption = get_object_or_404(
        Caption.objects.select_related("current", "video__current", "video__collection"), video=video, language=language
    )
    return found


def _page(request: HttpRequest, caption: Caption, *, text: str, problem: str) -> HttpResponse:
    video = caption.video
    playback = playing(request, video, services().delivery)
    context: dict[str, Any] = {
        "video": video,
        "caption": caption,
        "language": languages.name(caption.language),
        "revisions": caption.revisions.select_related("made_by")[:50],
        "after": caption.current.number if caption.current else 0,
        "text": text,
        "problem": problem,
        "cues": [] if problem else [
            {"start": cue.start, "end": cue.end, "text": cue.typed, "settings": cue.settings}
            for cue in transcripts.cues(caption)
        ],
        "player": shown(request, video, playback) if playback else None,
    }  # fmt: skip
    answer = render(request, "video/edit_captions.html", context, status=422 if problem else 200)
    return let_play(answer, playback) if playback else answer
