"""Text extraction that remembers: what was found in some bytes is kept under their SHA-256."""

import hashlib

import msgspec

from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.ports.text_extraction import ExtractedText, NoText, TextExtractor


class Remembered(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an extractor said about some bytes: their text, or why there is none."""

    found: ExtractedText | None = None
    refused: str = ""


class RememberedTexts:
    """Asks an extractor once for the same bytes; an extractor that is away is asked again next time."""

    def __init__(self, objects: ObjectStore, extractor: TextExtractor) -> None:
        self._objects, self._extractor = objects, extractor

    def of(self, content: bytes, *, file_name: str, media_type: str = "") -> ExtractedText:
        """What is written in a file. Raises NoText or ExtractorAway."""
        key = f"texts/{self._extractor.name}/{hashlib.sha256(content).hexdigest()}"
        try:
            known = msgspec.json.decode(self._objects.get(key), type=Remembered)
        except NoSuchObject:
            known = self._ask(content, file_name, media_type)
            self._objects.put(key, msgspec.json.encode(known))
        if known.found is None:
            raise NoText(known.refused)
        return known.found

    def _ask(self, content: bytes, file_name: str, media_type: str) -> Remembered:
        try:
            return Remembered(found=self._extractor.extract(content, file_name=file_name, media_type=media_type))
        except NoText as problem:
            return Remembered(refused=str(problem))
