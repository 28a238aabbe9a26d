"""People as data."""

from learnstead.people.models.sign_in_attempt import SignInAttempt
from learnstead.people.models.user import User

__all__ = ["SignInAttempt", "User"]
