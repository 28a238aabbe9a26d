"""Addresses of files on their way in, and those that videos had before."""

from django.urls import URLPattern, path, re_path

from learnstead.video.web.intake import legacy, pages, tus

LEGACY = r"(?P<number>\d{1,9})(?:-[^/]*)?"

urlpatterns: list[URLPattern] = [
    path("videos/uploads/", tus.uploads, name="uploads"),
    path("videos/uploads/<str:key>", tus.upload, name="upload"),
    path("collections/<str:key>/upload/", pages.add, name="add"),
    path("videos/<str:key>/replace/", pages.replace, name="replace"),
    path("videos/<str:key>/retry", pages.retry, name="retry"),
    re_path(rf"^videos/{LEGACY}/?$", legacy.video),
    re_path(rf"^videos/{LEGACY}/download/?$", legacy.download),
    re_path(rf"^collections/[^/]+/videos/{LEGACY}/?$", legacy.video),
    re_path(rf"^embeds/{LEGACY}/?$", legacy.embed),
    path("videos/<str:token>/private", legacy.private),
]
