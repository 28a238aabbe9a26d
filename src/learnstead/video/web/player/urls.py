"""Addresses that players speak to."""

from django.urls import path

from learnstead.video.web.player.watched import position, watched

urlpatterns = [
    path("api/v0/videos/<str:key>/watched/", watched, name="watched"),
    path("api/v0/videos/<str:key>/position/", position, name="position"),
]
