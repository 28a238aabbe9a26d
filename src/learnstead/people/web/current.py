"""Who is asking."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from learnstead.people.models import User


def person(request: HttpRequest) -> User:
    """The signed-in person; for views that only those reach."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user
