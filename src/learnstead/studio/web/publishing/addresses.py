"""Addresses of the publishing pages."""

from django.urls import path

from learnstead.studio.web.publishing import builds, preview, requests, undoing

SITE = "studio/<slug:site>/"
urlpatterns = [
    path(f"{SITE}builds/", builds.builds, name="builds"),
    path(f"{SITE}builds/<int:number>/", builds.build, name="build"),
    path(f"{SITE}builds/<int:number>/go-back/", undoing.roll_back, name="roll-back"),
    path(f"{SITE}publish/", requests.publish, name="publish"),
    path(f"{SITE}unpublish/", undoing.unpublish, name="unpublish"),
    path(f"{SITE}preview/<uuid:content>/", preview.preview, name="preview"),
    path(f"{SITE}preview/<slug:key>/", preview.page, name="previewed"),
]
