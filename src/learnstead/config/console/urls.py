"""Addresses of the console."""

from django.urls import path

from learnstead.config.console import payloads, records, releases, runs, sources

app_name = "console"
urlpatterns = [
    path("", sources.sources, name="sources"),
    path("records/", records.record, name="record"),
    path("payloads/<str:sha256>/", payloads.payload, name="payload"),
    path("<slug:name>/", sources.source, name="source"),
    path("<slug:name>/run-now/", sources.run_now, name="run-now"),
    path("<slug:name>/runs/<str:run>/", runs.run, name="run"),
    path("<slug:name>/runs/<str:run>/decide/", runs.decide, name="decide"),
    path("<slug:name>/releases/<str:release>/", releases.release, name="release"),
    path("<slug:name>/releases/<str:release>/apply/", releases.apply_again, name="apply-again"),
]
