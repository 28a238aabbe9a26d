"""The web application, for granian or any WSGI server: the byte server, and behind it Django."""

import os

from django.core.wsgi import get_wsgi_application

from learnstead.config.media.front import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")

_django = get_wsgi_application()

from learnstead.config.media.ours import media_server  # noqa: E402 - needs the settings

application = in_front_of(_django, media_server())
