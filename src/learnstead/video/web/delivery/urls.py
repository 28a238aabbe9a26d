"""Addresses of what players ask for."""

from django.urls import path

from learnstead.video.web.delivery import playback

urlpatterns = [path("api/v0/videos/<key>/playback/", playback.playback, name="playback")]
