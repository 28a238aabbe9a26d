"""People as data."""

from learnstead.people.models.external_identity import ExternalIdentity
from learnstead.people.models.group import Group, Membership
from learnstead.people.models.sign_in_attempt import SignInAttempt
from learnstead.people.models.user import User

__all__ = ["ExternalIdentity", "Group", "Membership", "SignInAttempt", "User"]
