"""Addresses of lists."""

from django.urls import path, re_path

from learnstead.learn.web.lists import downloads, featured, manage, mappings, mine, paths, saving, testimonials

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
    path("manage/", manage.manage, name="manage"),
    path("manage/learning-paths/", paths.every, name="paths"),
    path("manage/learning-paths/<int:pk>/", paths.one, name="path"),
    path("manage/learning-paths/<int:pk>/edit/", paths.edit, name="path_edit"),
    path("manage/learning-paths/<int:pk>/publish/", paths.publish, name="path_publish"),
    path("manage/learning-paths/<int:pk>/delete/", paths.delete, name="path_delete"),
    path("manage/learning-paths/<int:pk>/restore/", paths.restore, name="path_restore"),
    path("manage/featured/", featured.every, name="featured_lists"),
    path("manage/featured/<str:word>/", featured.one, name="featured_list"),
    path("manage/topics/", mappings.page, name="mappings"),
    path("manage/testimonials/", testimonials.every, name="testimonials"),
    path("manage/testimonials/new/", testimonials.one, name="testimonial_new"),
    path("manage/testimonials/<int:pk>/", testimonials.one, name="testimonial"),
    path("manage/testimonials/<int:pk>/delete/", testimonials.delete, name="testimonial_delete"),
]
