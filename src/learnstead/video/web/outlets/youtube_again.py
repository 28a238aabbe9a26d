"""Sending a video to YouTube once more, after it failed there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from learnstead.kernel import clock
from learnstead.video.domain.outlets import youtube
from learnstead.video.web.asked import to_edit


@login_required
@require_POST
def send_again(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for it, and back to the form of the video, which says how it stands."""
    video = to_edit(request, key)
    try:
        youtube.send_again(video=video, by=request.user, at=clock.now())
    except youtube.NotToBeSentAgain as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "It is sent to YouTube again, within about an hour.")
    return redirect("video:edit", key)
