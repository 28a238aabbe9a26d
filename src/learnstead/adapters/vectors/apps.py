"""Registers the vectors in our own database with Django."""

from django.apps import AppConfig


class VectorsConfig(AppConfig):
    """Two tables: collections and points."""

    name = "learnstead.adapters.vectors"
    label = "vectors"
    default_auto_field = "django.db.models.BigAutoField"
