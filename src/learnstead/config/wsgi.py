"""The web application, for granian or any WSGI server: the byte server, and behind it Django."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from learnstead.config.bodies import lending_bodies_to
from learnstead.config.media.front import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
# One search makes tens of thousands of short-lived objects. Counted as by default they would have the collector walk
# everything the process holds every few searches, a tenth of a second each time; what was imported stays anyway.
OBJECTS_BEFORE_COLLECTION = (50_000, 20, 20)

_django = get_wsgi_application()

from learnstead.config.media.ours import media_server  # noqa: E402 - needs the settings

application = lending_bodies_to(in_front_of(_django, media_server()))
gc.collect()
gc.freeze()
gc.set_threshold(*OBJECTS_BEFORE_COLLECTION)
