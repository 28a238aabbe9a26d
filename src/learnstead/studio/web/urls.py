"""Addresses of the authoring pages, and of what studio serves."""

from django.urls import path

from learnstead.studio.web import git, site_list

app_name = "studio"
urlpatterns = [
    path("studio/", site_list.site_list, name="sites"),
    path("git/<str:short_id>.git/info/refs", git.info_refs, name="git"),
    path("git/<str:short_id>.git/git-upload-pack", git.upload_pack),
    path("git/<str:short_id>.git/git-receive-pack", git.receive_pack),
]
