"""Who may do what on a site.

Editors view, preview and edit. Admins, the owner and global administrators (``is_staff``) also publish, edit the
course's own metadata and choose collaborators. Starting a site needs ``may_create_sites``.
"""

from django.contrib.auth.models import AnonymousUser

from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.studio.models import Membership, Site

EDITOR_ACTIONS = frozenset({"view", "preview", "edit"})
ADMIN_ACTIONS = frozenset({*EDITOR_ACTIONS, "publish", "collaborate", "sitemetadata"})
ACTIONS = tuple(sorted(ADMIN_ACTIONS))
CREATE = "create"
WORDS = {
    "view": "see this course's pages",
    "preview": "preview this course",
    "edit": "edit this course",
    "publish": "publish this course",
    "collaborate": "choose who works on this course",
    "sitemetadata": "change the course information",
    CREATE: "start a course",
}


class Forbidden(Terminal):
    """The person lacks the role for what they asked for; the text says which."""


def may(user: User | AnonymousUser, action: str, site: Site | None = None) -> bool:
    """Whether ``user`` may do ``action``; "create" needs no site."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if action == CREATE or site is None:
        return action == CREATE and (user.is_staff or user.may_create_sites)
    return action in allowed(user, site)


def allowed(user: User, site: Site) -> frozenset[str]:
    """Everything ``user`` may do on ``site``."""
    if user.is_staff or site.owner_id == user.pk:
        return ADMIN_ACTIONS
    role = Membership.objects.filter(site=site, user=user).values_list("role", flat=True).first()
    by_role = {str(Membership.Role.ADMIN): ADMIN_ACTIONS, str(Membership.Role.EDITOR): EDITOR_ACTIONS}
    return by_role.get(role or "", frozenset())


def check_may(user: User | AnonymousUser, action: str, site: Site | None = None) -> None:
    """Do nothing when ``user`` may; raise Forbidden when not."""
    if not may(user, action, site):
        raise Forbidden(f"{user or 'Someone not signed in'} may not {WORDS.get(action, action)}.")
