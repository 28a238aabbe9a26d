"""What lists know of a person: to be taken away, and to be forgotten."""

from typing import Any

from learnstead.learn.models import UserList
from learnstead.people.domain import personal_data
from learnstead.people.models import User


def register() -> None:
    """Say that lists are kept; called when Django starts."""
    personal_data.register(name="lists", title="Your lists and bookmarks", export=_export, delete=_delete)


def _export(user: User) -> list[dict[str, Any]]:
    lists = UserList.objects.filter(owner=user).prefetch_related("items__resource")
    return [
        {
            "title": one.title,
            "description": one.description,
            "privacy": one.privacy,
            "created": one.created_at.isoformat(),
            "deleted": one.deleted_at.isoformat() if one.deleted_at else None,
            "items": [
                {"title": item.resource.title, "url": item.resource.get_absolute_url()} for item in one.items.all()
            ],
        }
        for one in lists
    ]


def _delete(user: User) -> None:
    UserList.objects.filter(owner=user).delete()
