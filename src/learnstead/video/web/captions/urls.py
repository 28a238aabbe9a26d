"""Addresses of captions and chapters."""

from django.urls import path

from learnstead.video.web.captions import downloading, editing, listing

PLACE = "videos/<str:key>/captions/"
urlpatterns = [
    path(PLACE, listing.page, name="captions"),
    path(f"{PLACE}write-down", listing.write_down, name="write-down-captions"),
    path("videos/<str:key>/chapters/", listing.save_chapters, name="chapters"),
    path(f"{PLACE}<str:language>.<str:ending>", downloading.caption_file, name="caption-file"),
    path(f"{PLACE}<str:language>/", editing.edit, name="edit-captions"),
    path(f"{PLACE}<str:language>/language/", editing.change_language, name="caption-language"),
    path(f"{PLACE}<str:language>/restore/", editing.restore, name="restore-captions"),
    path(f"{PLACE}<str:language>/remove/", editing.remove, name="remove-captions"),
]
