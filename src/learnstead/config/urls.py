"""Every address of the product, by context."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from learnstead.config.health import healthz, readyz
from learnstead.config.media.front import view_of
from learnstead.config.media.ours import media_server, settle
from learnstead.studio.web.serving.views import draft, published

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("media/<path:path>", view_of(media_server(), settle)),
    path("admin/", admin.site.urls),
    path("", include("learnstead.config.inbound.urls")),
    path("data/", include("learnstead.config.console.urls")),
]
# Studio comes last: it also answers for the addresses of published sites, which may be anything.
urlpatterns += [
    path("", include(f"learnstead.{context}.web.urls"))
    for context in ("people", "video", "learn", "studio")
    if find_spec(f"learnstead.{context}.web.urls")
]
# Last: whatever no page of ours answers may be a published course.
urlpatterns += [
    path("drafts/<uuid:token>/", draft),
    path("drafts/<uuid:token>/<path:path>", draft),
    path("<path:address>", published),
]
