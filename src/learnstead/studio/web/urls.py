"""Addresses of the authoring pages, and of what studio serves."""

from django.urls import path

from learnstead.studio.web import (
    choices,
    collaborators,
    deleting,
    editing,
    git,
    history,
    site_home,
    site_list,
    site_new,
    uploading,
)
from learnstead.studio.web.publishing import addresses as publishing

app_name = "studio"
SITE = "studio/<slug:site>/"
urlpatterns = [
    path("studio/", site_list.site_list, name="sites"),
    path("git/<str:short_id>.git/info/refs", git.info_refs, name="git"),
    path("git/<str:short_id>.git/git-upload-pack", git.upload_pack),
    path("git/<str:short_id>.git/git-receive-pack", git.receive_pack),
    path("studio/-/new/", site_new.site_new, name="site-new"),
    path(SITE, site_home.site_home, name="site"),
    path(f"{SITE}collections/<str:collection>/", site_home.collection_page, name="collection"),
    path(f"{SITE}collections/<str:collection>/new/", editing.new, name="new"),
    path(f"{SITE}collections/<str:collection>/upload/", uploading.upload, name="upload"),
    path(f"{SITE}settings/<str:name>/", editing.settings, name="settings"),
    path(f"{SITE}contents/<uuid:content>/", editing.edit, name="edit"),
    path(f"{SITE}contents/<uuid:content>/delete/", deleting.delete, name="delete"),
    path(f"{SITE}contents/<uuid:content>/restore/", deleting.restore, name="restore"),
    path(f"{SITE}contents/<uuid:content>/history/", history.history, name="history"),
    path(f"{SITE}contents/<uuid:content>/history/<str:commit>/", history.version, name="history-version"),
    path(f"{SITE}choices/<str:type>/", choices.choices, name="choices"),
    path(f"{SITE}link-choices/", choices.linkable, name="linkable"),
    path(f"{SITE}people/", collaborators.people, name="people"),
    path(f"{SITE}trash/", deleting.trash, name="trash"),
]
urlpatterns += publishing.urlpatterns
