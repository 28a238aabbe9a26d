"""Conversations go with the people they belong to: into their account, into their export, and away with them."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from learnstead.learn.domain.ask import conversations
from learnstead.learn.models import Conversation
from learnstead.learn.web.ask.asking import VISITOR
from learnstead.people.domain import personal_data
from learnstead.people.models import User


def start() -> None:
    """Begin to listen; called once, when Django starts."""
    user_logged_in.connect(adopt, dispatch_uid="adopt conversations")
    personal_data.register(name="conversations", title="Questions to the assistant", export=_exported, delete=_delete)


def adopt(*, request: HttpRequest, user: User, **_: Any) -> None:
    """What was asked in this session before the sign-in belongs to the account from now on."""
    visitor = request.session.pop(VISITOR, "") if hasattr(request, "session") else ""
    if visitor:
        conversations.adopt(visitor=visitor, user=user)


def _exported(user: User) -> Any:
    return conversations.exported(Conversation.objects.filter(owner=user).select_related("about"))


def _delete(user: User) -> None:
    Conversation.objects.filter(owner=user).delete()
