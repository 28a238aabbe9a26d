"""Which content points at which: by the ids in texts, fields and menus."""

import json
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from learnstead.studio.models import Content

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def ids_in(content: Content) -> set[str]:
    """The ids that a content mentions."""
    return {found.lower() for text in (content.markdown, json.dumps(content.metadata)) for found in UUID.findall(text)}


def referenced_by(content: Content) -> QuerySet[Content]:
    """What ``content`` points at, in its own site."""
    return Content.objects.filter(site_id=content.site_id, deleted_at=None, text_id__in=ids_in(content))


def referring_to(content: Content) -> QuerySet[Content]:
    """What points at ``content``: anything of its own site, and fields of others, menus included."""
    mentions = Q(fields__contains=content.text_id)
    rows = Content.objects.filter(deleted_at=None).exclude(pk=content.pk)
    rows = rows.annotate(fields=Cast("metadata", TextField()))
    return rows.filter(mentions | Q(site_id=content.site_id, markdown__contains=content.text_id)).order_by(
        "type", "title"
    )


def described(contents: Iterable[Content]) -> str:
    """A few of them by name."""
    names = [f"'{content}'" for content in contents]
    shown, more = names[:5], len(names) - 5
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
