"""An item described for harvesters, in Dublin Core and in IEEE LOM."""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement

from learnstead.kernel import prose
from learnstead.learn.domain.oai_pmh.items import stamp
from learnstead.learn.domain.search_documents import kind_name, offered_by
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType

OAI_DC, DC = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://purl.org/dc/elements/1.1/"
LOM = "http://ltsc.ieee.org/xsd/LOM"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# By prefix: the schema and the namespace of each format.
FORMATS: Mapping[str, tuple[str, str]] = {
    "oai_dc": ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC),
    "lom": ("http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd", LOM),
}
# What DCMI calls the kinds that it has names for.
DCMI_TYPES = {
    ResourceType.VIDEO: "MovingImage",
    ResourceType.PODCAST: "Sound",
    ResourceType.PODCAST_EPISODE: "Sound",
    ResourceType.DOCUMENT: "Text",
    ResourceType.VIDEO_PLAYLIST: "Collection",
    ResourceType.LEARNING_PATH: "Collection",
}
# The nearest words of LOM's own vocabulary.
LOM_KINDS = {ResourceType.DOCUMENT: "narrative text", ResourceType.VIDEO: "lecture"}
LOM_CONTEXTS = {"undergraduate": "higher education", "graduate": "higher education", "high_school": "school"}
LOM_VERSION = "LOMv1.0"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def described(item: LearningResource, prefix: str, *, base: str) -> Element:
    """The description of an item in the format of this prefix; addresses begin with ``base``."""
    return _WRITERS[prefix](item, base)


def text_in(parent: Element, name: str, text: str, **attributes: str) -> Element:
    """A child with text, without the characters that XML cannot have."""
    child = SubElement(parent, name, attributes)
    child.text = without_controls(text)
    return child


def without_controls(text: str) -> str:
    """A text without the characters that XML 1.0 cannot have."""
    return _NO_XML.sub("", text)


def _dublin_core(item: LearningResource, base: str) -> Element:
    run = _best_run(item)
    root = Element(
        "oai_dc:dc", {"xmlns:oai_dc": OAI_DC, "xmlns:dc": DC, "xsi:schemaLocation": f"{OAI_DC} {OAI_DC[:-1]}.xsd"}
    )
    elements: list[tuple[str, Iterable[str]]] = [
        ("title", [item.title]),
        ("creator", run.instructors if run else []),
        ("subject", [*item.course_numbers, *(topic.name for topic in item.topics.all())]),
        ("description", [_text(item)]),
        ("publisher", [offered_by(item)]),
        ("date", [stamp(item.last_modified or item.first_published_at)[:10]]),
        (
            "type",
            [
                kind_name(item),
                *([DCMI_TYPES[kind]] if (kind := ResourceType(item.resource_type)) in DCMI_TYPES else []),
            ],
        ),
        ("identifier", [urljoin(base, item.get_absolute_url())]),
        ("source", [urljoin(base, item.url)] if item.url else []),
        ("language", item.languages),
        ("rights", [item.licence]),
    ]
    for name, values in elements:
        for value in values:
            if value:
                text_in(root, f"dc:{name}", value)
    return root


def _learning_object(item: LearningResource, base: str) -> Element:
    """The parts of IEEE 1484.12.1 that the catalogue knows something of, in the order of its schema."""
    root = Element("lom", {"xmlns": LOM, "xsi:schemaLocation": f"{LOM} {FORMATS['lom'][0]}"})
    page, run = urljoin(base, item.get_absolute_url()), _best_run(item)
    language = next(iter(item.languages), "en")
    _general(SubElement(root, "general"), item, page, language)
    _life_cycle(SubElement(root, "lifeCycle"), item, run)
    technical = SubElement(root, "technical")
    text_in(technical, "location", urljoin(base, item.url) if item.url else page)
    _educational(SubElement(root, "educational"), item, run)
    rights = SubElement(root, "rights")
    _word(rights, "cost", "no" if item.free else "yes")
    _word(rights, "copyrightAndOtherRestrictions", "yes" if item.licence else "no")
    if item.licence:
        _string(rights, "description", item.licence, language)
    for topic in item.topics.all():
        _classified(SubElement(root, "classification"), topic.path.split(" / "), language)
    return root


def _general(general: Element, item: LearningResource, page: str, language: str) -> None:
    name = SubElement(general, "identifier")
    text_in(name, "catalog", "URI")
    text_in(name, "entry", page)
    _string(general, "title", item.title, language)
    for one in item.languages:
        text_in(general, "language", one)
    if text := _text(item):
        _string(general, "description", text, language)
    for number in item.course_numbers:
        _string(general, "keyword", number, language)


def _life_cycle(life: Element, item: LearningResource, run: LearningResourceRun | None) -> None:
    for role, name in [*(("author", one) for one in (run.instructors if run else ())), ("publisher", offered_by(item))]:
        if name:
            contribution = SubElement(life, "contribute")
            _word(contribution, "role", role)
            text_in(
                contribution, "entity", f"BEGIN:VCARD\nVERSION:3.0\nFN:{_in_card(name)}\nN:{_in_card(name)}\nEND:VCARD"
            )


def _educational(educational: Element, item: LearningResource, run: LearningResourceRun | None) -> None:
    kind = LOM_KINDS.get(ResourceType(item.resource_type))
    if kind:
        _word(educational, "learningResourceType", kind)
    for context in dict.fromkeys(LOM_CONTEXTS.get(one, "other") for one in (run.level if run else ())):
        _word(educational, "context", context)


def _classified(classification: Element, path: list[str], language: str) -> None:
    _word(classification, "purpose", "discipline")
    way = SubElement(classification, "taxonPath")
    _string(way, "source", "Learnstead topics", language)
    for name in path:
        _string(SubElement(way, "taxon"), "entry", name, language)


def _string(parent: Element, name: str, text: str, language: str) -> None:
    text_in(SubElement(parent, name), "string", text, language=language)


def _word(parent: Element, name: str, value: str) -> None:
    word = SubElement(parent, name)
    text_in(word, "source", LOM_VERSION)
    text_in(word, "value", value)


def _in_card(name: str) -> str:
    """A name with the characters escaped that a vCard has a meaning for (RFC 2426, section 5)."""
    return re.sub(r"([\\,;])", r"\\\1", " ".join(name.split()))


def _text(item: LearningResource) -> str:
    return prose.text_of_html(item.full_description or item.description)


def _best_run(item: LearningResource) -> LearningResourceRun | None:
    runs = list(item.runs.all())
    return next((run for run in runs if run.run_id == item.best_run_id), runs[0] if runs else None)


_WRITERS: Mapping[str, Callable[[LearningResource, str], Element]] = {"oai_dc": _dublin_core, "lom": _learning_object}
