"""Saving menus."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.studio.domain import contents, menu_rules
from learnstead.studio.domain.menu_rules import BadMenu
from learnstead.studio.models import Content

__all__ = ["BadMenu", "save"]


def save(
    *,
    content: Content,
    by: User,
    at: datetime,
    queue: Queue,
    expected_version: int,
    field: str,
    items: Sequence[Mapping[str, Any]],
) -> Content:
    """Put ``items`` in place of the menu ``field``. BadMenu for circles, lost parents and identifiers used twice."""
    entries = [dict(item) for item in items]
    if problems := menu_rules.problems_of(entries):
        raise BadMenu(problems)
    return contents.save(
        content=content,
        by=by,
        at=at,
        queue=queue,
        expected_version=expected_version,
        metadata={**content.metadata, field: entries},
    )
