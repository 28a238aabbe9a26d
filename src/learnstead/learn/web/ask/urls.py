"""Addresses of the assistant; part of learn's."""

from django.urls import path

from learnstead.learn.web.ask import history, pages, stream

urlpatterns = [
    path("", pages.ask, {"bot": "recommend"}, name="ask"),
    path("stream", stream.stream, name="ask_stream"),
    path("course/<slug:slug>/", pages.ask, {"bot": "course"}, name="ask_course"),
    path("video/<slug:slug>/", pages.ask, {"bot": "video"}, name="ask_video"),
    path("tutor/<slug:slug>/", pages.ask, {"bot": "tutor"}, name="ask_tutor"),
    path("turns/<uuid:pk>/events", stream.events, name="ask_events"),
    path("turns/<uuid:pk>/rating", history.rate, name="ask_rate"),
    path("history/", history.mine, name="ask_history"),
    path("history/export", history.export_all, name="ask_export_all"),
    path("history/delete", history.delete_all, name="ask_delete_all"),
    path("c/<uuid:pk>/", pages.conversation, name="ask_conversation"),
    path("c/<uuid:pk>/export", history.export, name="ask_export"),
    path("c/<uuid:pk>/delete", history.delete, name="ask_delete"),
]
