"""A page with the player and nothing else, under the addresses of the installation."""

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from learnstead.config.urls import urlpatterns as addresses_of_all
from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.video.web.asked import to_watch
from learnstead.video.web.player.playing import playing
from learnstead.video.web.player.shown import addresses, let_play, shown

PAGE = (
    "{% extends 'base.html' %}{% block title %}Tides{% endblock %}"
    "{% block head %}{% include 'video/_player_head.html' %}{% endblock %}"
    "{% block main %}<h1>Tides</h1>{% include 'video/_player.html' %}{% endblock %}"
)


def watch(request: HttpRequest, key: str) -> HttpResponse:
    """With ``?renew`` the addresses are to be renewed at once; ``signed`` ones as if each was signed by itself."""
    video = to_watch(request, key)
    playback = playing(request, video, services().delivery)
    assert playback
    if "renew" in request.GET:
        query = f"?{request.GET['renew']}" if request.GET["renew"] else ""
        soon = clock.now() + timedelta(seconds=1)
        playback = replace(playback, renew_at=soon, hls_url=playback.hls_url + query)
    renew_url = f"/fresh/{key}/?{request.GET.get('renew', '')}"
    context = {"player": shown(request, video, playback, renew_url=renew_url), "request": request}
    return let_play(HttpResponse(engines["django"].from_string(PAGE).render(context, request)), playback)


def fresh(request: HttpRequest, key: str) -> HttpResponse:
    """New addresses."""
    playback = playing(request, to_watch(request, key), services().delivery)
    assert playback
    query = "?signed" if "signed" in request.GET else ""
    return JsonResponse(addresses(replace(playback, hls_url=playback.hls_url + query)))


urlpatterns = [path("watch/<str:key>/", watch), path("fresh/<str:key>/", fresh), *addresses_of_all]
