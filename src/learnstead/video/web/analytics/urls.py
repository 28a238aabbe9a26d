"""Addresses of what was watched."""

from django.urls import path

from learnstead.video.web.analytics import pages

urlpatterns = [
    path("videos/<str:key>/analytics/", pages.page, name="analytics"),
    path("videos/<str:key>/analytics/seconds.csv", pages.seconds, name="watched-seconds"),
    path("videos/<str:key>/analytics/days.csv", pages.by_day, name="watched-days"),
]
