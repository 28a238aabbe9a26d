"""Registers the models that were trained here with Django."""

from django.apps import AppConfig


class EncodingConfig(AppConfig):
    """One table: trained models."""

    name = "learnstead.adapters.encoding"
    label = "encoding"
    default_auto_field = "django.db.models.BigAutoField"
