"""Registers the ledger with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Three tables: runs, scopes, releases."""

    name = "learnstead.adapters.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
