"""What following knows of a person: to be taken away, and to be forgotten."""

from typing import Any

from learnstead.learn.domain.following import profiles, subscribing
from learnstead.learn.models import DigestMail, LearnerProfile, MailSettings, RecentView, Subscription
from learnstead.people.domain import personal_data
from learnstead.people.models import User


def register() -> None:
    """Say what is kept; called when Django starts."""
    personal_data.register(name="following", title="What you follow", export=_followed, delete=_unfollow)
    personal_data.register(name="digests", title="The digests you were sent", export=_mails, delete=_forget_mails)
    personal_data.register(name="profile", title="Your interests and wishes", export=_profile, delete=_forget_profile)
    personal_data.register(name="viewed", title="What you looked at lately", export=_viewed, delete=_forget_viewed)


def _followed(user: User) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "query": one.query.parameters, "channel": one.channel, "since": one.created_at.isoformat()}
        for one in subscribing.followed(user)
    ]


def _unfollow(user: User) -> None:
    followed = Subscription.objects.filter(user=user)
    queries = list(followed.values_list("query_id", flat=True))
    followed.delete()
    MailSettings.objects.filter(user=user).delete()
    subscribing.forget_unfollowed(queries)


def _mails(user: User) -> list[dict[str, Any]]:
    rows = DigestMail.objects.filter(user=user)
    return [
        {"day": str(one.day), "to": one.recipient, "subject": one.subject, "state": one.state, "text": one.text}
        for one in rows
    ]


def _forget_mails(user: User) -> None:
    DigestMail.objects.filter(user=user).delete()


def _profile(user: User) -> dict[str, Any] | None:
    profile = profiles.profile_of(user)
    return profiles.as_values(profile) if profile else None


def _forget_profile(user: User) -> None:
    LearnerProfile.objects.filter(user=user).delete()


def _viewed(user: User) -> list[dict[str, Any]]:
    rows = RecentView.objects.filter(user=user).select_related("resource")
    return [
        {"title": one.resource.title, "url": one.resource.get_absolute_url(), "at": one.at.isoformat()} for one in rows
    ]


def _forget_viewed(user: User) -> None:
    RecentView.objects.filter(user=user).delete()
