"""Addresses of collections and videos."""

from django.urls import path

from learnstead.video.web.pages.public import public_videos

urlpatterns = [
    path("api/v0/public/videos/", public_videos, name="public-videos"),
]
