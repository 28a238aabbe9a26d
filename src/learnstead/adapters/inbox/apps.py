"""Registers the inbox with Django."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """One table of message ids."""

    name = "learnstead.adapters.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"
