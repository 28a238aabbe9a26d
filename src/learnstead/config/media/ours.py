"""The byte server of this installation."""

from functools import cache

from django.conf import settings

from learnstead.config.media.server import MediaServer
from learnstead.ports.services import services


@cache
def media_server() -> MediaServer:
    """One for this process."""
    server: MediaServer = settings.CONFIG.delivery.server(settings.CONFIG.objects, services().objects)
    return server
