"""Everything the installation knows of a person, so that they can take it with them or have it forgotten.

Each context registers what it keeps, when Django starts; this knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from learnstead.people.domain import groups
from learnstead.people.models import User

Export = Callable[[User], Any]
Delete = Callable[[User], None]


@dataclass(frozen=True)
class Section:
    """One kind of thing that is kept. ``export`` gives JSON values; ``delete`` forgets all of it and may run twice."""

    name: str
    title: str
    export: Export
    delete: Delete


_sections: dict[str, Section] = {}


def register(*, name: str, title: str, export: Export, delete: Delete) -> None:
    """Say that something is kept of people. ``name`` is its key in the export, ``title`` what people call it."""
    _sections[name] = Section(name=name, title=title, export=export, delete=delete)


def sections() -> Sequence[Section]:
    """What is kept, by title."""
    return sorted(_sections.values(), key=lambda section: section.title)


def export(user: User) -> dict[str, Any]:
    """The account and every section, as JSON values."""
    account = {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "joined": user.date_joined.isoformat(),
        "groups": groups.names_of(user),
        "signs_in_with": [str(identity) for identity in user.external_identities.all()],
        "last_signed_in": user.last_login.isoformat() if user.last_login else None,
    }
    return {"account": account, **{section.name: section.export(user) for section in sections()}}


@transaction.atomic
def delete(user: User) -> None:
    """Forget every section, or none when one of them fails; the account itself stays."""
    for section in sections():
        section.delete(user)
