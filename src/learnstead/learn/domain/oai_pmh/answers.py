"""An answer to a harvester, as XML."""

from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from learnstead.kernel import clock
from learnstead.learn.domain.oai_pmh import arguments, items
from learnstead.learn.domain.oai_pmh.descriptions import FORMATS, XSI, described, text_in, without_controls
from learnstead.learn.domain.oai_pmh.faults import BadArgument, BadVerb, Fault
from learnstead.learn.models import LearningResource

OAI = "http://www.openarchives.org/OAI/2.0/"
NAME = "Learnstead"


def answer(given: Mapping[str, Sequence[str]], *, at: str, contact: str) -> bytes:
    """The whole document; ``at`` is the absolute address of the provider, ``contact`` an e-mail address."""
    root = Element("OAI-PMH", {"xmlns": OAI, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{OAI} {OAI}OAI-PMH.xsd"})
    text_in(root, "responseDate", items.stamp(clock.now()))
    request = text_in(root, "request", at)
    try:
        verb = arguments.verb_of(given)
        once = {name: values[0] for name, values in given.items()}
        body = _VERBS[verb](once, at, contact)
    except Fault as fault:
        if not isinstance(fault, (BadVerb, BadArgument)):
            _echo(request, {name: values[0] for name, values in given.items()})
        text_in(root, "error", str(fault), code=fault.code)
    else:
        _echo(request, once)
        root.append(body)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _echo(request: Element, once: Mapping[str, str]) -> None:
    for name, value in once.items():
        request.set(name, without_controls(value))


def _identify(_once: Mapping[str, str], at: str, contact: str) -> Element:
    body = Element("Identify")
    text_in(body, "repositoryName", NAME)
    text_in(body, "baseURL", at)
    text_in(body, "protocolVersion", "2.0")
    text_in(body, "adminEmail", contact)
    text_in(body, "earliestDatestamp", items.stamp(items.earliest() or clock.now()))
    text_in(body, "deletedRecord", "persistent")
    text_in(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return body


def _formats(once: Mapping[str, str], at: str, _contact: str) -> Element:
    if "identifier" in once:
        items.item(once["identifier"], base=at)
    body = Element("ListMetadataFormats")
    for prefix, (schema, namespace) in FORMATS.items():
        one = SubElement(body, "metadataFormat")
        text_in(one, "metadataPrefix", prefix)
        text_in(one, "schema", schema)
        text_in(one, "metadataNamespace", namespace)
    return body


def _sets(once: Mapping[str, str], _at: str, _contact: str) -> Element:
    if token := once.get("resumptionToken"):
        arguments.selection({"resumptionToken": token})  # none of our lists of sets needs a second page
    body = Element("ListSets")
    for spec, name in items.sets():
        one = SubElement(body, "set")
        text_in(one, "setSpec", spec)
        text_in(one, "setName", name)
    return body


def _one(once: Mapping[str, str], at: str, _contact: str) -> Element:
    prefix = arguments.known_format(once["metadataPrefix"])
    body = Element("GetRecord")
    _record(body, items.item(once["identifier"], base=at), prefix, at)
    return body


def _identifiers(once: Mapping[str, str], at: str, _contact: str) -> Element:
    return _list("ListIdentifiers", once, lambda body, item, _prefix: _header(body, item, at))


def _records(once: Mapping[str, str], at: str, _contact: str) -> Element:
    return _list("ListRecords", once, lambda body, item, prefix: _record(body, item, prefix, at))


def _list(name: str, once: Mapping[str, str], write: Callable[[Element, LearningResource, str], None]) -> Element:
    selected = arguments.selection(once)
    page = items.page(selected)
    body = Element(name)
    for item in page.items:
        write(body, item, selected.metadata_prefix)
    if page.token or page.done:  # the last page of several has an empty one
        size = {"completeListSize": str(page.size), "cursor": str(page.done)}
        text_in(body, "resumptionToken", page.token, **size)
    return body


def _record(body: Element, item: LearningResource, prefix: str, at: str) -> None:
    record = SubElement(body, "record")
    _header(record, item, at)
    if not items.is_deleted(item):
        SubElement(record, "metadata").append(described(item, prefix, base=at))


def _header(parent: Element, item: LearningResource, at: str) -> None:
    header = SubElement(parent, "header", {"status": "deleted"} if items.is_deleted(item) else {})
    text_in(header, "identifier", items.identifier(item, base=at))
    text_in(header, "datestamp", items.stamp(item.changed_at))
    for spec in items.set_specs(item):
        text_in(header, "setSpec", spec)


_VERBS: Mapping[str, Callable[[Mapping[str, str], str, str], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _one,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
