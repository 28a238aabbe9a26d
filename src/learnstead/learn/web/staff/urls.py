"""Addresses of the pages for those who look after search."""

from django.urls import path

from learnstead.learn.web.staff import queries, ranking, synonyms

urlpatterns = [
    path("", queries.queries, name="search_queries"),
    path("ranking/", ranking.ranking, name="search_ranking"),
    path("synonyms/", synonyms.synonyms, name="search_synonyms"),
    path("synonyms/<int:pk>/", synonyms.group, name="search_synonym_group"),
    path("synonyms/<int:pk>/remove/", synonyms.remove, name="search_synonym_remove"),
]
