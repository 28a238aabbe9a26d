"""Addresses of video."""

from django.urls import URLPattern, URLResolver

from learnstead.video.web.pages.urls import urlpatterns as pages

app_name = "video"
urlpatterns: list[URLPattern | URLResolver] = [*pages]
