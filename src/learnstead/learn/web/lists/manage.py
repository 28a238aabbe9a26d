"""The pages of editors and staff: where they begin, and what they share."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import cards, queries
from learnstead.learn.domain.cards import Card
from learnstead.learn.models import LearningResource
from learnstead.learn.web.lists.access import editors_only

FOUND_AT_MOST = 12
LONGEST_QUERY = 200
# Name of the page, what it is called, what it is for, and whether it is for staff alone.
TOOLS = (
    ("learn:paths", "Learning paths", "Ways through the catalogue, made here, in order.", False),
    ("learn:featured_lists", "Featured lists", "What the home page and each unit put first.", False),
    ("learn:testimonials", "Testimonials", "What learners said, on home and the pages of units.", True),
    (
        "learn:mappings",
        "Names of topics",
        "What the words of sources mean here, and which mean nothing yet.",
        True,
    ),
    ("learn:manage_ranking", "Ranking", "How search weighs what it finds, with a preview.", True),
    ("learn:manage_synonyms", "Synonyms", "Words that search takes for each other.", True),
    ("learn:manage_searches", "Searches", "What people look for and do not find.", True),
    ("learn:manage_mails", "Mails", "What was sent, or would be if a mail server were configured.", True),
)


@editors_only
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """What this person may look after."""
    tools = [
        {"title": title, "text": text, "address": address}
        for name, title, text, is_for_staff in TOOLS
        if (request.user.is_staff or not is_for_staff) and (address := _address(name))
    ]
    return render(request, "learn/manage/manage.html", {"tools": tools})


def found(request: HttpRequest) -> dict[str, object]:
    """What ``?find=`` finds by title, to be put on a list: ``finder`` is what was asked, ``hits`` the cards."""
    words = request.GET.get("find", "").replace("\x00", "")[:LONGEST_QUERY].split()
    return {"finder": " ".join(words), "hits": _named(words) if words else []}


def number(posted: QueryDict, name: str) -> int:
    """A number that was posted; 0 for anything else."""
    value = posted.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0  # noqa: PLR2004 - fits a key


def resource_asked(request: HttpRequest) -> LearningResource | None:
    """The resource that is to be put on a list, when learners can see it."""
    return queries.published().filter(pk=number(request.POST, "add")).first()


def _named(words: Sequence[str]) -> list[Card]:
    rows = queries.published()
    for word in words:
        rows = rows.filter(title__icontains=word)
    return cards.cards(rows.order_by("title", "pk")[:FOUND_AT_MOST])


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
