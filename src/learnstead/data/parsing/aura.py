"""Content lists of Salesforce Experience sites, which only their own pages are meant to ask for ("Aura")."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlencode

import msgspec

from learnstead.data.extraction import Extraction
from learnstead.data.shapes import shaped
from learnstead.data.snapshot import Payload, WrongShape

FRAMEWORK = re.compile(r'"fwuid"\s*:\s*"([^"]+)"')
APPLICATION = re.compile(r'siteforce:communityApp"\s*:\s*"([^"]+)"')
Action = Mapping[str, Any]


def content_lists(
    run: Extraction, site: str, *, page: str, query: Mapping[str, str], actions: Sequence[Action], label: str
) -> Payload:
    """What the actions of a page answer. WrongShape when the page has changed, or an action did not succeed.

    The page tells two ids that change whenever the site is built anew; every request must name them.
    """
    front = run.get(f"{site}{page}", label="page")
    markup = unquote(front.text)
    ids = {
        "framework": _told(FRAMEWORK, markup, front, "the id of the framework (fwuid)"),
        "application": _told(APPLICATION, markup, front, "the id of the application (communityApp)"),
    }
    answer = run.post(
        f"{site}/s/sfsites/aura",
        query=query,
        body=_form(page, actions, **ids),
        headers={"content-type": "application/x-www-form-urlencoded"},
        label=label,
    )
    items_in(answer)
    return answer


def items_in(payload: Payload) -> list[dict[str, Any]]:
    """The items of all lists of an answer."""
    answer = shaped(payload, a=dict, has=["actions"])
    return [item for action in answer["actions"] for item in _content(payload, action)]


def _content(payload: Payload, action: Mapping[str, Any]) -> list[dict[str, Any]]:
    returned = action.get("returnValue")
    content = returned.get("content") if isinstance(returned, dict) else None
    if action.get("state") != "SUCCESS" or not isinstance(content, list):
        state, problem = action.get("state"), action.get("error")
        raise WrongShape(f"{payload.url}: an action ended with {state}, without a list of content: {problem!r:.200}")
    return content


def _told(pattern: re.Pattern[str], markup: str, page: Payload, what: str) -> str:
    found = pattern.search(markup)
    if not found:
        raise WrongShape(f"{page.url} no longer tells {what}; its markup has changed, and the source must follow")
    return found[1]


def _form(page: str, actions: Sequence[Action], *, framework: str, application: str) -> bytes:
    context = {
        "mode": "PROD",
        "fwuid": framework,
        "app": "siteforce:communityApp",
        "loaded": {"APPLICATION@markup://siteforce:communityApp": application},
        "dn": [],
        "globals": {},
        "uad": False,
    }
    fields = {
        "message": msgspec.json.encode({"actions": actions}).decode(),
        "aura.context": msgspec.json.encode(context).decode(),
        "aura.pageURI": page,
        "aura.token": "null",
    }
    return urlencode(fields).encode()
