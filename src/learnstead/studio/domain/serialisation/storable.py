"""What PostgreSQL can keep as it is."""

from typing import Any

from learnstead.studio.domain.serialisation.unreadable import Unreadable


def check_storable(value: Any) -> None:
    """Refuse text that no database column takes: NUL characters and halves of surrogate pairs."""
    if isinstance(value, str):
        if "\x00" in value:
            raise Unreadable("holds a NUL character", line=value.count("\n", 0, value.index("\x00")) + 1)
        try:
            value.encode()
        except UnicodeEncodeError as problem:
            raise Unreadable(f"holds half of a character ({problem.reason})") from problem
    elif isinstance(value, dict):
        for key, item in value.items():
            check_storable(key)
            check_storable(item)
    elif isinstance(value, list):
        for item in value:
            check_storable(item)


def survives_storage(value: Any) -> bool:
    """Whether jsonb gives back the same Python value: it knows no exponents and no negative zero."""
    if isinstance(value, float):
        return "e" not in repr(value) and repr(value) != "-0.0"
    if isinstance(value, dict):
        return all(survives_storage(item) for item in value.values())
    if isinstance(value, list):
        return all(survives_storage(item) for item in value)
    return True
