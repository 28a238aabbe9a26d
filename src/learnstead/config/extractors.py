"""Which text extractor reads the documents of a run."""

from learnstead.adapters.text.library import LibraryExtractor
from learnstead.adapters.text.tika import TikaExtractor
from learnstead.ports.text_extraction import TextExtractor

TIKA = "tika"


class Extractors:
    """A Tika server if one was named, or if the replayed world has one; else the libraries that came with us.

    Each is made when it is first needed and kept. ``feeds`` is a replayed world of which it is known that it has none.
    """

    def __init__(self, *, tika: str, feeds: str) -> None:
        self._tika, self._feeds = tika, feeds
        self._library = LibraryExtractor()
        self._known: dict[str, TikaExtractor] = {}

    def of(self, *, replay: str) -> TextExtractor:
        """The extractor for a run whose requests go to ``replay``, if anywhere in particular."""
        if self._tika:
            return self._named()
        if replay and replay != self._feeds:
            return self._replayed(replay) or self._library
        return self._library

    def close(self) -> None:
        """End what was begun."""
        self._library.close()
        for tika in self._known.values():
            tika.close()

    def _named(self) -> TikaExtractor:
        if self._tika not in self._known:
            self._known[self._tika] = TikaExtractor(self._tika)
        return self._known[self._tika]

    def _replayed(self, replay: str) -> TikaExtractor | None:
        if replay not in self._known:
            asked = TikaExtractor(replay, attempts=1, replayed=TIKA)
            if not asked.is_there():
                asked.close()
                return None
            self._known[replay] = asked
        return self._known[replay]
