"""The byte server for a process of its own, without Django behind it: what granian runs in tests."""

import os
from pathlib import Path

from learnstead.adapters.delivery.path_token import PathTokens
from learnstead.adapters.objects.folder import FolderStore
from learnstead.config.media.front import in_front_of
from learnstead.config.media.server import MediaServer
from learnstead.config.media.shelves import FolderShelf, StoreShelf

folder = Path(os.environ["OBJECTS"])
shelf = FolderShelf(folder) if os.environ["SHELF"] == "folder" else StoreShelf(FolderStore(folder), remembered=0.0)
media = MediaServer(shelf, PathTokens(os.environ["MEDIA_KEYS"].split()))


def elsewhere(environ, start_response):
    if environ["PATH_INFO"].startswith("/media/"):  # with no database, there is nothing to add
        answer = media.answer(environ)
        start_response(answer.status, answer.headers)
        return answer.body
    start_response("418 I'm a teapot", [("Content-Length", "0")])
    return []


application = in_front_of(elsewhere, media)
