"""The page of a video's captions: its languages, a form for files, chapters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from learnstead.kernel import clock
from learnstead.kernel.caption_files import MOST_BYTES, BadCaptions
from learnstead.kernel.errors import Terminal
from learnstead.people.web.current import person
from learnstead.ports.services import services
from learnstead.video.domain.captions import chapters, languages, speech, versions
from learnstead.video.domain.captions.versions import Saved, Saving
from learnstead.video.models import CaptionOrder, Video
from learnstead.video.web.asked import to_edit


def saving(request: HttpRequest) -> Saving:
    """Whoever asks, now."""
    return Saving(by=person(request), at=clock.now(), queue=services().queue)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what there is; take a file."""
    video = to_edit(request, key)
    problem = ""
    if request.method == "POST":
        try:
            saved = _bring(request, video)
        except Terminal as found:
            problem = str(found)
        else:
            _tell(request, saved)
            return redirect("video:captions", key)
    return _page(request, video, language=request.POST.get("language", "en"), problem=problem)


@login_required
@require_POST
def write_down(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the program on this machine for captions."""
    video = to_edit(request, key)
    try:
        speech.ask(video=video, language=request.POST.get("language", ""), saving=saving(request))
    except Terminal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "A program writes them down now, about as long as the video lasts. Then read them.")
    return redirect("video:captions", key)


@login_required
@require_POST
def save_chapters(request: HttpRequest, key: str) -> HttpResponse:
    """Take chapters as lines or as WebVTT; show the page again when they are none."""
    video = to_edit(request, key)
    typed = request.POST.get("chapters", "")
    try:
        made = chapters.replace(video=video, text=typed)
    except chapters.BadChapters as problem:
        return _page(request, video, chapters=typed, chapter_problem=str(problem))
    messages.success(request, f"{len(made)} chapter{'' if len(made) == 1 else 's'} saved.")
    return redirect("video:captions", key)


def _page(request: HttpRequest, video: Video, **shown: str) -> HttpResponse:
    """The whole page, whatever of it went wrong."""
    there = video.captions.select_related("current__made_by")
    context = {
        "video": video,
        "captions": sorted(((languages.name(one.language), one) for one in there), key=lambda named: named[0]),
        "names": languages.choices(),
        "language": "en",
        "chapters": chapters.write(video),
        "speech": services().speech,
        "vendor": services().caption_vendor is not None,
        "orders": video.caption_orders.exclude(state=CaptionOrder.State.DONE),
        **shown,
    }
    wrong = shown.get("problem") or shown.get("chapter_problem")
    return render(request, "video/captions.html", context, status=422 if wrong else 200)


def _bring(request: HttpRequest, video: Video) -> Saved:
    file = request.FILES.get("file")
    if file is None:
        raise BadCaptions("Choose a WebVTT (.vtt) or SubRip (.srt) file first.")
    if (file.size or 0) > MOST_BYTES:
        raise BadCaptions(f"{file.name!r} has {file.size:,} bytes; captions have at most {MOST_BYTES:,}.")
    return versions.bring(
        video=video,
        language=request.POST.get("language", ""),
        content=file.read(),
        file_name=file.name or "captions",
        saving=saving(request),
    )


def _tell(request: HttpRequest, saved: Saved) -> None:
    language = languages.name(saved.revision.caption.language)
    messages.success(request, f"Captions in {language} saved as revision {saved.revision.number}.")
    tell_mended(request, saved)


def tell_mended(request: HttpRequest, saved: Saved) -> None:
    """Say what was mended, in a few lines."""
    if saved.mended:
        more = f" and {len(saved.mended) - 5} more" if len(saved.mended) > 5 else ""  # noqa: PLR2004 - one screen's worth
        messages.warning(request, f"Mended: {'; '.join(saved.mended[:5])}{more}.")
