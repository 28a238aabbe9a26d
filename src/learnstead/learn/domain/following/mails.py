"""A digest as a mail: plain text, and HTML that needs nothing from anybody but the pictures in it."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from learnstead.learn.domain.cards import Card
from learnstead.learn.domain.following import normal, unsubscribing
from learnstead.learn.domain.following.digests import Digest, Group
from learnstead.learn.domain.following.pictures import Checked
from learnstead.learn.domain.following.sending import Write, Written
from learnstead.learn.models import MailSettings

DEFAULT_PICTURE = "learn/mail-cover.png"


@dataclass(frozen=True)
class Item:
    """A resource in a mail; addresses are whole."""

    card: Card
    address: str
    picture: str


@dataclass(frozen=True)
class Part:
    """A group in a mail: what it holds, where all of it is, and how each of its subscriptions is stopped."""

    group: Group
    items: list[Item]
    address: str
    leaving: list[tuple[str, str]]


def default_picture(url: str) -> str:
    """What stands for a picture that does not load."""
    return f"{url}{static(DEFAULT_PICTURE)}"


def writer(*, url: str, checked: Checked) -> Write:
    """What turns digests into mails. ``url`` is our public address; ``checked`` says which pictures can be shown."""

    def write(digest: Digest, settings: MailSettings) -> Written:
        leave = url + reverse("learn:unsubscribe", args=[unsubscribing.token(settings)])
        context = {
            "digest": digest,
            "parts": [_part(group, settings, url, checked) for group in digest.groups],
            "leave": leave,
            "following": url + reverse("learn:following"),
            "home": url,
        }
        text = render_to_string("learn/following/mail.txt", context)
        return Written(text=text, html=render_to_string("learn/following/mail.html", context), leave=leave)

    return write


def _part(group: Group, settings: MailSettings, url: str, checked: Checked) -> Part:
    return Part(
        group=group,
        items=[_item(card, url, checked) for card in group.cards],
        address=f"{url}{reverse('learn:search')}?{normal.address(group.asked)}&sortby=new",
        leaving=[
            (one.label, url + reverse("learn:unsubscribe", args=[unsubscribing.token(settings, one)]))
            for one in group.subscriptions
        ],
    )


def _item(card: Card, url: str, checked: Checked) -> Item:
    image = card.resource.image_url
    picture = url + card.image if card.image else checked(image)
    return Item(card=card, address=url + card.resource.get_absolute_url(), picture=picture)
