"""Registers learn with Django."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """The catalogue, search and learner pages."""

    name = "learnstead.learn"
    label = "learn"
    verbose_name = "Learn"
    default_auto_field = "django.db.models.BigAutoField"
