"""Addresses of the pages for those who look after search."""

from django.urls import path

from learnstead.learn.web.staff import queries, ranking, synonyms

urlpatterns = [
    path("", queries.queries, name="manage_searches"),
    path("ranking/", ranking.ranking, name="manage_ranking"),
    path("synonyms/", synonyms.synonyms, name="manage_synonyms"),
    path("synonyms/<int:pk>/", synonyms.group, name="search_synonym_group"),
    path("synonyms/<int:pk>/remove/", synonyms.remove, name="search_synonym_remove"),
]
