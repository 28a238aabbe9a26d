"""How parameters are asked for: choices, lists by repeating or with commas, and none that nobody knows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from ninja import Path
from ninja.errors import ValidationError
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from learnstead.learn.web.rest.problems import Refused

LARGEST_ID = 2**63 - 1
MOST_VALUES = 200
LONGEST_VALUE = 500


class OneOf:
    """An annotation: the value is one of these codes, and the specification lists them."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = list(codes)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self.codes)


def _values(given: Any) -> Any:
    """The values of a parameter that may be repeated or hold several with commas between."""
    if not isinstance(given, list):
        return given
    return [value for text in given for value in (text.split(",") if isinstance(text, str) else [text]) if value != ""]


def _repeated(given: Any) -> Any:
    return [value for value in given if value != ""] if isinstance(given, list) else given


# For codes: ``a=1&a=2`` and ``a=1,2`` are the same.
Codes = BeforeValidator(_values)
# For names, which may have commas in them: only repeating counts.
Names = BeforeValidator(_repeated)

Id: TypeAlias = Annotated[int, Field(ge=0, le=LARGEST_ID)]
PathId: TypeAlias = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The id of the thing asked for.")]
Name: TypeAlias = Annotated[str, Field(max_length=LONGEST_VALUE)]
ManyIds: TypeAlias = Annotated[list[Id], Codes, Field(max_length=MOST_VALUES)]
ManyNames: TypeAlias = Annotated[list[Name], Names, Field(max_length=MOST_VALUES)]


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse parameters that the route does not have, by name."""
    there = set(known)
    unknown = sorted(set(given) - there)
    if unknown:
        names = ", ".join(name[:100] for name in unknown)
        possible = f"There are {', '.join(sorted(there))}." if there else "There are none here."
        raise Refused(
            400,
            f"Unknown field(s): {names}. {possible}",
            fields={"non_field_errors": [f"Unknown field(s): {names}"]},
        )


def as_refusal(problem: ValidationError) -> Refused:
    """What the framework found wrong with parameters or a body, in the words clients know. A bad path is no path."""
    if any(error["loc"][0] == "path" for error in problem.errors):
        return Refused(404, "There is nothing at this address.")
    fields: dict[str, list[str]] = {}
    for error in problem.errors:
        fields.setdefault(_name(error["loc"]), []).append(_message(error))
    detail = " ".join(f"{name}: {' '.join(messages)}" for name, messages in fields.items())
    return Refused(400, detail, fields=fields)


def _name(place: Sequence[Any]) -> str:
    """The field at fault: the last name on the way to the value that is no position in a list."""
    names = [part for part in place[1:] if isinstance(part, str)]
    return names[-1] if names else "non_field_errors"


def _message(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "literal_error" | "enum":
            return f"{_quoted(error.get('input'))} is not a valid choice."
        case "missing":
            return "This field is required."
        case "int_parsing" | "int_type" | "int_from_float":
            return "A valid integer is required."
        case "bool_parsing" | "bool_type":
            return "Must be a valid boolean."
        case "float_parsing" | "float_type" | "finite_number":
            return "A valid number is required."
        case _:
            return str(error["msg"]).rstrip(".") + "."


def _quoted(value: Any) -> str:
    return f'"{str(value)[:100]}"'
