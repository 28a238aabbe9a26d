"""Addresses of the learner pages."""

from django.urls import path

from learnstead.learn.web import browse, course, discovery, home, search, webhooks

app_name = "learn"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("catalogue/topics/", browse.topics, name="topics"),
    path("catalogue/topics/<path:slug>/", browse.topic, name="topic"),
    path("catalogue/departments/", browse.departments, name="departments"),
    path("catalogue/departments/<slug:slug>/", browse.department, name="department"),
    path("catalogue/<slug:kind>/<slug:slug>/", course.course, name="resource"),
    path("webhooks/studio/", webhooks.studio, name="studio_webhook"),
    path("webhooks/data/", webhooks.data, name="data_webhook"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("robots.txt", discovery.robots, name="robots"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
]
