"""Addresses of the learner pages."""

from django.urls import include, path

from learnstead.learn.web import (
    browse,
    channels,
    discovery,
    feeds,
    home,
    oai_pmh,
    open_data,
    origins,
    resource,
    search,
    webhooks,
)

app_name = "learn"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest", search.suggest, name="suggest"),
    path("search/opened", search.opened, name="search_opened"),
    path("manage/search/", include("learnstead.learn.web.staff.urls")),
    path("catalogue/topics/", browse.topics, name="topics"),
    path("catalogue/topics/<path:slug>/", browse.topic, name="topic"),
    path("catalogue/departments/", browse.departments, name="departments"),
    path("catalogue/departments/<slug:slug>/", browse.department, name="department"),
    path("catalogue/schools/<slug:slug>/", channels.school, name="school"),
    path("catalogue/units/", channels.units, name="units"),
    path("catalogue/units/<str:code>/", channels.unit, name="unit"),
    path("catalogue/platforms/", channels.platforms, name="platforms"),
    path("catalogue/platforms/<str:code>/", channels.platform, name="platform"),
    path("catalogue/sources/", origins.sources, name="sources"),
    path("catalogue/sources/<slug:name>/", origins.source, name="source"),
    path("catalogue/<slug:kind>/<slug:slug>/why/", origins.why, name="why"),
    path("catalogue/<slug:kind>/<slug:slug>/", resource.resource, name="resource"),
    path("catalogue/", browse.everything, name="catalogue"),
    path("catalogue/<slug:word>/", browse.of_a_kind, name="kind"),
    path("", include("learnstead.learn.web.lists.urls")),
    path("ask/", include("learnstead.learn.web.ask.urls")),
    path("webhooks/data/", webhooks.data, name="data_webhook"),
    path("news/", feeds.news, name="news"),
    path("news/<slug:slug>/", feeds.item, {"kind": "news"}, name="news_item"),
    path("events/", feeds.events, name="events"),
    path("events/<slug:slug>/", feeds.item, {"kind": "events"}, name="events_item"),
    path("open-data/", open_data.index, name="open_data"),
    path("open-data/<str:name>", open_data.file, name="open_data_file"),
    path("amb/<int:pk>.json", open_data.description, name="amb"),
    path("oai/", oai_pmh.provider, name="oai_pmh"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("robots.txt", discovery.robots, name="robots"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("", include("learnstead.learn.web.following.urls")),
    # Answers for everything else below it, too: what has an address of its own there must come before.
    path("api/v1/", include("learnstead.learn.web.rest.routes")),
]
