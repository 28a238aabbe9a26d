"""The fields of a starter: keys, types, and the rules that hold between them."""

from collections.abc import Callable, Mapping
from typing import Any

from learnstead.studio.domain.starters.schema import Condition, Field, Filter, Level, Option, Widget
from learnstead.studio.domain.starters.source import Place, did_you_mean

FIELD_KEYS = {
    "widget": True,
    "label": True,
    "name": True,
    **dict.fromkeys(
        (
            "minimal",
            "allowed_html",
            "required",
            "help",
            "fields",
            "multiple",
            "min",
            "max",
            "options",
            "options_map",
            "default",
            "condition",
            "display_field",
            "collection",
            "collections",
            "filter",
            "website",
            "link",
            "embed",
            "levels",
            "sortable",
            "cross_site",
            "readOnly",
        ),
        False,
    ),
}
WIDGETS = [str(widget) for widget in Widget]


def read_fields(place: Place) -> tuple[Field, ...]:
    """The fields of a collection, a single file or an object."""
    places = list(place.items())
    fields = tuple(_field(item) for item in places)
    names: set[str] = set()
    for field, item in zip(fields, places, strict=True):
        if field.name and field.name in names:
            item.complain(f"there is another field named '{field.name}' here")
        names.add(field.name)
        _check_condition(field, fields, item)
        if field.name == "title" and not (field.required and field.widget is Widget.STRING):
            item.complain("a 'title' field must use the 'string' widget and be required")
        if field.widget is Widget.MENU and len(fields) > 1:
            item.complain("a 'menu' field must be the only field of its file")
    return fields


def _field(place: Place) -> Field:
    found = place.entries(FIELD_KEYS)
    values: dict[str, Any] = {}
    for key, at in found.items():
        if key in READERS:
            values[NAMES.get(key, key)] = READERS[key](at)
    collection = (found["collection"].text(),) if "collection" in found else ()
    field = Field(
        **{
            "name": "",
            "label": "",
            "widget": Widget.STRING,
            **values,
            "collections": (*collection, *values.get("collections", ())),
        }
    )
    _check_bounds(field, place)
    return field


def _widget(place: Place) -> Widget:
    word = place.text()
    if word in WIDGETS:
        return Widget(word)
    if word:
        place.complain(f"'{word}' is not a widget" + did_you_mean(word, WIDGETS))
    return Widget.STRING


def _texts(place: Place) -> tuple[str, ...]:
    return tuple(item.text() for item in place.items())


def _option(place: Place) -> Option:
    if isinstance(place.value(), Mapping):
        texts = {key: at.text() for key, at in place.entries({"label": True, "value": True}).items()}
        return Option(label=texts.get("label", ""), value=texts.get("value", ""))
    text = place.text()
    return Option(label=text, value=text)


def _options(place: Place) -> tuple[Option, ...]:
    return tuple(_option(item) for item in place.items())


def _levels(place: Place) -> tuple[Level, ...]:
    return tuple(_level(item) for item in place.items())


def _level(place: Place) -> Level:
    texts = {key: at.text() for key, at in place.entries({"name": True, "label": True}).items()}
    return Level(label=texts.get("label", ""), name=texts.get("name", ""))


def _condition(place: Place) -> Condition:
    found = place.entries({"field": True, "equals": True})
    texts = {key: at.text() for key, at in found.items()}
    return Condition(field=texts.get("field", ""), equals=texts.get("equals", ""))


def _filter(place: Place) -> Filter:
    found = place.entries({"field": True, "filter_type": True, "value": True})
    if "filter_type" in found and found["filter_type"].text() != "equals":
        found["filter_type"].complain("'equals' is the only filter type")
    return Filter(
        field=found["field"].text() if "field" in found else "",
        value=found["value"].value() if "value" in found else None,
    )


def _minimal(place: Place) -> bool | str:
    value = place.value()
    if isinstance(value, bool):
        return value
    if value == "with-math":
        return "with-math"
    place.complain(f"must be true, false or 'with-math', not '{value}'")
    return False


def _mapping(place: Place) -> Mapping[str, Any]:
    value = place.value()
    if isinstance(value, Mapping):
        return value
    place.complain("must be a mapping")
    return {}


READERS: dict[str, Callable[[Place], Any]] = {
    "widget": _widget,
    "options": _options,
    "levels": _levels,
    "condition": _condition,
    "filter": _filter,
    "minimal": _minimal,
    "options_map": _mapping,
    "default": Place.value,
    "fields": read_fields,
    **dict.fromkeys(("label", "name", "help", "display_field", "website"), Place.text),
    **dict.fromkeys(("allowed_html", "collections", "link", "embed"), _texts),
    **dict.fromkeys(("required", "multiple", "sortable", "cross_site", "readOnly"), Place.flag),
    **dict.fromkeys(("min", "max"), Place.number),
}
NAMES = {"readOnly": "read_only"}


def _check_condition(field: Field, siblings: tuple[Field, ...], place: Place) -> None:
    if field.condition and field.condition.field not in {sibling.name for sibling in siblings}:
        place.complain(f"its condition asks for the field '{field.condition.field}', which is not here")


def _check_bounds(field: Field, place: Place) -> None:
    if field.min is not None and field.max is not None and field.min > field.max:
        place.complain(f"'min' ({field.min}) is greater than 'max' ({field.max})")
