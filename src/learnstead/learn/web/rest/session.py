"""Who may use a route: everyone, or those who are signed in, by the session of the pages."""

from typing import Any

from django.http import HttpRequest
from ninja.security import SessionAuth


class SignedIn(SessionAuth):
    """The session cookie of somebody who signed in. Forged requests are refused for all routes at the edge."""

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, _key: str | None) -> Any:
        """The person, or nobody."""
        return request.user if request.user.is_authenticated else None


signed_in = SignedIn()
