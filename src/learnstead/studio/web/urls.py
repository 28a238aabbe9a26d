"""Addresses of the authoring pages, and of what studio serves."""

from django.urls import path

from learnstead.studio.web import site_list

app_name = "studio"
urlpatterns = [
    path("studio/", site_list.site_list, name="sites"),
]
