"""What every page needs to draw a bookmark, at the price of one query, and only where one is drawn."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from learnstead.learn.domain.lists import editors, userlists
from learnstead.people.models import User


def marks(request: HttpRequest) -> Mapping[str, object]:
    """``bookmarked``: the numbers of what this person saved; ``edits_lists``: whether they make learning paths."""
    user = getattr(request, "user", None)
    return {
        "bookmarked": SimpleLazyObject(lambda: userlists.bookmarked(user) if isinstance(user, User) else frozenset()),
        "edits_lists": SimpleLazyObject(lambda: user is not None and editors.may_edit(user)),
    }
