"""Registers the run log with Django."""

from django.apps import AppConfig


class RunLogConfig(AppConfig):
    """One table of finished steps."""

    name = "learnstead.adapters.run_log"
    label = "run_log"
    default_auto_field = "django.db.models.BigAutoField"
