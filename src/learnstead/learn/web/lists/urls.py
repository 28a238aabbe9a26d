"""Addresses of lists."""

from django.urls import path, re_path

from learnstead.learn.web.lists import downloads, mine, saving

urlpatterns = [
    path("lists/", mine.lists, name="lists"),
    path("lists/bookmark/", saving.bookmark, name="bookmark"),
    path("lists/save/<int:pk>/", saving.save, name="save"),
    path("lists/<int:pk>/", mine.one, name="list"),
    path("lists/<int:pk>/edit/", mine.edit, name="list_edit"),
    path("lists/<int:pk>/delete/", mine.delete, name="list_delete"),
    path("lists/<int:pk>/restore/", mine.restore, name="list_restore"),
    path("lists/<int:pk>/copy/", mine.copy, name="list_copy"),
    path("lists/shared/<str:token>/", mine.shared, name="shared_list"),
    re_path(r"^lists/shared/(?P<token>[\w-]+)/list\.(?P<kind>csv|imscc)$", downloads.download, name="list_download"),
]
