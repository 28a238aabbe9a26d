"""MIT OpenCourseWare: sites were published, or one was unpublished. The key comes in the body, or a signature does."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from learnstead.config.inbound.receiving import Body, Refused, message_id_of, secrets, webhook
from learnstead.data import taken_back
from learnstead.data.ocw import register
from learnstead.flows import ingest_source
from learnstead.kernel import untrusted
from learnstead.kernel.webhooks import BadSignature
from learnstead.ports.services import services

SOURCE = "ocw"
PREFIX = re.compile(r"courses/[A-Za-z0-9][A-Za-z0-9._~-]*")
MOST_PREFIXES = 5000


def _prove(request: HttpRequest, body: Body) -> str:
    if "webhook-signature" in request.headers:
        return message_id_of(request)
    if not secrets().knows_ocw_key(body.get("webhook_key")):
        raise BadSignature("webhook_key is not one that is known here")
    return ""


def _told(body: Body) -> Mapping[str, Any]:
    if body.get("version") != "live":
        return {"message": "Not a live version, ignoring"}
    if scopes := _scopes(body):
        for scope in scopes:
            taken_back.give_scope_again(services().objects, source=SOURCE, scope=scope)
        ingest_source.request(source=SOURCE, services=services(), trigger="webhook", only=scopes)
        return {"message": f"OCW courses queued for indexing: {[f'{scope}/' for scope in scopes]}"}
    uid = untrusted.line(body, "site_uid", longest=128)
    if uid and body.get("unpublished") is True:
        return {"message": _unpublished(uid)}
    raise Refused("nothing to do: it needs prefix, prefixes, or site_uid with unpublished")


def _scopes(body: Body) -> list[str]:
    """The sites that were published, each below courses/."""
    named = body.get("prefixes") or body.get("prefix") or []
    items = named.split(",") if isinstance(named, str) else named
    if not isinstance(items, list) or len(items) > MOST_PREFIXES:
        raise Refused("prefixes must be a list, or one text with commas between them")
    scopes = [item.strip().strip("/") for item in items if isinstance(item, str)]
    if len(scopes) != len(items) or not all(PREFIX.fullmatch(scope) for scope in scopes):
        raise Refused("a prefix must be the folder of one site, such as courses/6-042j/")
    return list(dict.fromkeys(scopes))


def _unpublished(uid: str) -> str:
    """Take back the site that has this uid, however it is spelt."""
    objects, plain = services().objects, uid.replace("-", "").casefold()
    scope = register.owner_of(objects, kind="ocw-run", name=plain)
    if scope is None:
        return f"OCW course {uid} not found, so nothing to unpublish"
    taken_back.take_back_scope(objects, source=SOURCE, scope=scope, reason="OCW said that it was unpublished")
    ingest_source.request(source=SOURCE, services=services(), trigger="webhook", only=[scope])
    return f"OCW course {uid} queued for unpublishing"


told: Any = webhook(_told, prove=_prove)
