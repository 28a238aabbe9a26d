"""Who may put together what everybody sees."""

from django.contrib.auth.models import AnonymousUser

from learnstead.people.models import User

EDITORS = "learning_path_editors"


def may_edit(user: User | AnonymousUser) -> bool:
    """Whether somebody makes learning paths and featured lists: staff, and the members of the group of editors."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or user.groups.filter(name=EDITORS).exists()
