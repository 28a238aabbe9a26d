"""JSON-LD as it may stand in a page."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"


def safe(value: Mapping[str, Any]) -> SafeString:
    """JSON for a script element: nothing in it can end the element. What is empty is left out."""
    text = json.dumps({"@context": CONTEXT, **kept(value)}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308 - escaped here


def kept(value: Mapping[str, Any]) -> dict[str, Any]:
    """What is known; False and 0 are, empty text and lists are not."""
    return {name: worth for name, worth in value.items() if worth is not None and worth not in ("", [], {})}
