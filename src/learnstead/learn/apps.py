"""Registers learn with Django."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from learnstead.learn.domain.wholes import Whole


class LearnConfig(AppConfig):
    """The catalogue, search and learner pages."""

    name = "learnstead.learn"
    label = "learn"
    verbose_name = "Learn"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept of people, listen for who signs in, and tell how a resource is shown."""
        from learnstead.learn.domain import showing  # noqa: PLC0415 - as below
        from learnstead.learn.domain.following import personal as following  # noqa: PLC0415 - as below
        from learnstead.learn.domain.lists import personal  # noqa: PLC0415 - its models exist only from now on
        from learnstead.learn.web.ask import belonging  # noqa: PLC0415 - as above
        from learnstead.learn.web.following import greeting  # noqa: PLC0415 - as above

        personal.register()
        following.register()
        belonging.start()
        greeting.start()
        showing.write_by(_written)


def _written(whole: "Whole") -> bytes:
    from learnstead.learn.web.rest.resources import written  # noqa: PLC0415 - only who shows something needs the API

    return written(whole)
