"""Template tags: the button to follow what a page shows."""

from typing import Any

from django import template
from django.template.context import RequestContext

from learnstead.learn.domain.following import naming, normal, profiles, subscribing
from learnstead.learn.web.following import recommendations
from learnstead.learn.web.following.subscriptions import follow_address
from learnstead.people.models import User

register = template.Library()


@register.inclusion_tag("learn/following/_button.html", takes_context=True)
def follow_search(context: RequestContext) -> dict[str, Any]:
    """The way to follow the search that the address asks for; nothing for one that asks for nothing.

    A link, since results may stand inside the form that asks for them.
    """
    asked = normal.normal(dict(context["request"].GET.lists()))
    if not asked:
        return {}
    return {**_button(context, asked, naming.label(asked), query=normal.address(asked)), "is_link": True}


@register.inclusion_tag("learn/following/_button.html", takes_context=True)
def follow_channel(context: RequestContext, kind: str, which: str) -> dict[str, Any]:
    """The button for a page: ``kind`` and ``which`` make its key, such as topic and "physics/optics"."""
    channel = naming.channel(f"{kind}:{which}")
    if channel is None:
        return {}
    return _button(context, channel.parameters, channel.name, channel=channel.key)


def _button(
    context: RequestContext, asked: normal.Parameters, label: str, *, channel: str = "", query: str = ""
) -> dict[str, Any]:
    request = context["request"]
    user, here = request.user, request.get_full_path()
    known = subscribing.following(user=user, parameters=asked) if isinstance(user, User) else None
    return {
        "shown": True,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "label": label,
        "subscription": known,
        "channel": channel,
        "query": query,
        "here": here,
        "asking": follow_address(channel=channel, query=query, back=here),
        "is_link": not user.is_authenticated,
    }


@register.inclusion_tag("learn/following/_recommendations.html", takes_context=True)
def recommended(context: RequestContext, limit: int = 6) -> dict[str, Any]:
    """Recommendations for who is signed in, or the way to them; nothing for strangers."""
    user = context["request"].user
    if not isinstance(user, User):
        return {}
    found = recommendations.recommended(user, limit=limit, per_reason=2)
    outer: Any = context.flatten()  # cards look at what is around them
    return {**outer, "shown": True, "recommended": found, "profile": profiles.profile_of(user)}
