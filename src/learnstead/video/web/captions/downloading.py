"""Captions as files to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from learnstead.kernel import webvtt
from learnstead.video.domain.captions import transcripts
from learnstead.video.models import Caption
from learnstead.video.web.asked import to_watch
from learnstead.video.web.pages.asked import private

FORMS = {
    "vtt": (webvtt.webvtt, "text/vtt"),
    "srt": (webvtt.subrip, "application/x-subrip"),
    "txt": (webvtt.transcript, "text/plain"),
}


@require_safe
def caption_file(request: HttpRequest, key: str, language: str, ending: str) -> HttpResponse:
    """WebVTT, SubRip or plain text, for whoever may watch the video."""
    video = to_watch(request, key)
    caption = get_object_or_404(Caption.objects.select_related("current"), video=video, language=language)
    if ending not in FORMS or not caption.current:
        raise Http404(ending)
    write, media_type = FORMS[ending]
    answer = HttpResponse(write(transcripts.cues(caption)), content_type=f"{media_type}; charset=utf-8")
    name = get_valid_filename(f"{video.title[:80]}-{language}.{ending}")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name.encode("ascii", "ignore").decode() or "captions"}"'
    )
    return answer if video.is_public else private(answer)
