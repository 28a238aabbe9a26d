"""Registers studio with Django."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Sites, starters, content, git history, builds and publishing."""

    name = "learnstead.studio"
    label = "studio"
    verbose_name = "Studio"
    default_auto_field = "django.db.models.BigAutoField"
