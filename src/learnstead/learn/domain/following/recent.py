"""What somebody looked at while signed in, for as long as they want it remembered."""

from datetime import datetime

from learnstead.learn.models import LearnerProfile, LearningResource, RecentView
from learnstead.people.models import User

REMEMBERED = 50


def remember(user: User, resource: LearningResource, *, at: datetime) -> None:
    """Note a look, the latest fifty; nothing for who does not want it."""
    if LearnerProfile.objects.filter(user=user, remembers_views=False).exists():
        return
    _, new = RecentView.objects.update_or_create(user=user, resource=resource, defaults={"at": at})
    if new:
        kept = RecentView.objects.filter(user=user).order_by("-at", "-pk").values("pk")[:REMEMBERED]
        RecentView.objects.filter(user=user).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
