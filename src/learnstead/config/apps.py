"""Installs the services when Django starts, and loads what registers itself: jobs and flows."""

from django.apps import AppConfig
from django.conf import settings

from learnstead.config import parting


class LearnsteadConfig(AppConfig):
    """The composition root as a Django app; it must be the first of INSTALLED_APPS."""

    name = "learnstead.config"
    label = "learnstead"

    def ready(self) -> None:
        """Build the adapters. Models must be loaded first, hence the imports in here."""
        from learnstead.config.media import watching  # noqa: PLC0415 - needs the app registry
        from learnstead.config.services import build, load_jobs  # noqa: PLC0415 - needs the app registry
        from learnstead.ports.services import install  # noqa: PLC0415 - as above

        load_jobs()
        install(build(settings.CONFIG))
        watching.watch()
        parting.watch()
