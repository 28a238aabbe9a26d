"""Pictures that could run programs: an SVG is kept only when it draws and does nothing else."""

import re
from xml.parsers import expat

from learnstead.studio.domain.media.refusals import UploadRefused

FORBIDDEN_ELEMENTS = frozenset(
    {
        "script",
        "foreignobject",
        "iframe",
        "embed",
        "object",
        "handler",
        "listener",
        "audio",
        "video",
        "canvas",
        "link",
        "meta",
    }
)
LINKS = frozenset({"href", "src"})
# Fragments, ordinary web links, and pictures inside the file.
HARMLESS_LINK = re.compile(r"\s*(#|https?:|mailto:|data:image/(png|jpeg|gif|webp)[;,]|[\w./-]*\s*$)", re.IGNORECASE)
STYLE_DANGERS = re.compile(
    r"@import|expression\s*\(|javascript:|-moz-binding|url\(\s*['\"]?\s*(?!#|data:image/)", re.IGNORECASE
)
ADVICE = "export it again as plain SVG, or as PNG"


def check_svg(name: str, data: bytes) -> None:
    """Raise UploadRefused, with the line, when an SVG holds script, foreign content, handlers or entities."""
    _Inspection(name).read(data)


class _Inspection:
    def __init__(self, name: str) -> None:
        self._name = name
        self._in_style = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity
        self._parser.ProcessingInstructionHandler = self._instruction

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as problem:
            raise UploadRefused(f"{self._name}:{problem.lineno}: is not well-formed SVG; {ADVICE}") from problem

    def _refuse(self, what: str) -> None:
        raise UploadRefused(f"{self._name}:{self._parser.CurrentLineNumber}: the SVG holds {what}; {ADVICE}")

    def _element(self, full_name: str, attributes: dict[str, str]) -> None:
        name = full_name.rpartition(" ")[2].lower()
        if name in FORBIDDEN_ELEMENTS:
            self._refuse(f"a <{name}> element")
        self._in_style = name == "style"
        for full_key, value in attributes.items():
            key = full_key.rpartition(" ")[2].lower()
            if key.startswith("on"):
                self._refuse(f"the event handler '{key}'")
            if key in LINKS and not HARMLESS_LINK.match(value):
                self._refuse(f"the link '{value[:60]}'")
            if key == "attributename" and (value.lower().rpartition(":")[2] in LINKS or value.lower().startswith("on")):
                self._refuse(f"an animation of '{value}'")
            if STYLE_DANGERS.search(value) and key not in LINKS:
                self._refuse(f"the style '{value[:60]}'")

    def _end(self, full_name: str) -> None:
        del full_name
        self._in_style = False

    def _text(self, text: str) -> None:
        if self._in_style and STYLE_DANGERS.search(text):
            self._refuse("a style that loads from elsewhere")

    def _entity(self, *declaration: object) -> None:
        self._refuse(f"the entity '{declaration[0]}'")

    def _instruction(self, target: str, data: str) -> None:
        del data
        self._refuse(f"the instruction '{target}'")
