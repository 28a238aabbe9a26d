"""Every address of the product, by context."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from learnstead.config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("admin/", admin.site.urls),
]
urlpatterns += [
    path("", include(f"learnstead.{context}.web.urls"))
    for context in ("people", "studio", "learn")
    if find_spec(f"learnstead.{context}.web.urls")
]
