"""What a browser would send for a form that nobody touched: read from the page, after the rules of HTML."""

from django.http import QueryDict
from selectolax.lexbor import LexborHTMLParser, LexborNode


def untouched(html: str, selector: str = "form") -> QueryDict:
    """The values of every successful control of the form, buttons and files left out."""
    data = QueryDict(mutable=True)
    form = LexborHTMLParser(html).css_first(selector)
    for control in form.css("input, textarea, select"):
        name = control.attributes.get("name")
        if name and "disabled" not in control.attributes:
            for value in _values(control):
                data.appendlist(name, value)
    return data


def _values(control: LexborNode) -> list[str]:
    if control.tag == "select":
        options = control.css("option")
        chosen = [one for one in options if "selected" in one.attributes] or options[:1]
        return [one.attributes.get("value") or "" for one in chosen]
    if control.tag == "textarea":
        # The parser drops the first line end, and browsers send every line end as CRLF.
        return [(control.text() or "").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")]
    kind = control.attributes.get("type") or "text"
    if kind in {"checkbox", "radio"}:
        return [control.attributes.get("value") or "on"] if "checked" in control.attributes else []
    return [] if kind in {"file", "submit", "button"} else [control.attributes.get("value") or ""]
