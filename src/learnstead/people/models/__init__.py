"""People as data."""

from learnstead.people.models.user import User

__all__ = ["User"]
