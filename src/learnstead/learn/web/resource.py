"""The page of one learning resource."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from learnstead.kernel import clock, prose
from learnstead.kernel.errors import Transient
from learnstead.learn.domain import cards, licences, likeness, meaning, provenance, queries, sequences
from learnstead.learn.domain.following import recent
from learnstead.learn.models import LearningResource, LearningResourceRun, Topic
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.web import facts, heads, playback
from learnstead.learn.web.ask.pages import panel
from learnstead.learn.web.heads import Crumb
from learnstead.learn.web.linked_data import resources as linked
from learnstead.people.models import User
from learnstead.ports.services import services

SHOWN_OF_A_GROUP = 8
MOST_PLACES = 4
CHILDREN_PER_PAGE = 48
CHILDREN = {
    ResourceType.COURSE: "Materials of this course",
    ResourceType.PROGRAM: "Courses of this program, in order",
    ResourceType.PODCAST: "Episodes",
    ResourceType.VIDEO_PLAYLIST: "Videos",
    ResourceType.LEARNING_PATH: "What to take, in order",
}
# Kinds of which one listens or watches one after the other.
ONE_AFTER_ANOTHER = frozenset({ResourceType.VIDEO_PLAYLIST, ResourceType.PODCAST, ResourceType.LEARNING_PATH})


@require_safe
def resource(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What it is about, what is in it, where to start, and where we know all that from."""
    found = shown_or_gone(request, kind, slug)
    if isinstance(found, HttpResponse):
        return found
    if isinstance(request.user, User) and request.method == "GET":
        recent.remember(request.user, found, at=clock.now())
    played = playback.playback(request, found)
    response = render(request, "learn/resource.html", {**_context(request, found), "playback": played})
    playback.let_play(response, played)
    return response


def shown_or_gone(request: HttpRequest, kind: str, slug: str) -> LearningResource | HttpResponse:
    """A resource that learners may see, or the page that says that it was withdrawn; Http404 when it never was one."""
    known = get_object_or_404(LearningResource, slug=slug)
    if kind != ADDRESS_WORDS[ResourceType(known.resource_type)] or known.test_mode:
        raise Http404
    if not known.published:
        reason = f"“{known}” was listed here once, and those who offer it have withdrawn it."
        return render(request, "410.html", {"reason": reason}, status=410)
    return queries.published().get(pk=known.pk)


def _context(request: HttpRequest, found: LearningResource) -> dict[str, Any]:
    runs, collections = queries.runs_of(found), queries.parents_of(found)
    run = best_run(found, runs)
    inside = sequences.inside(found)
    page = Paginator(inside, CHILDREN_PER_PAGE).get_page(request.GET.get("page"))
    children = sequences.shown(list(page.object_list))
    trail = crumbs(found, collections)
    return {
        "resource": found,
        "card": cards.card(found, clock.now()),
        "run": run,
        "sittings": facts.sittings(found, runs),
        "some_are_taught": any(one.instructors for one in runs),
        "action": facts.action(found),
        "other_actions": facts.others(found),
        "facts": facts.in_words(found),
        # Both were cleaned when they were read (prose.clean_html).
        "description": mark_safe(_description(found)),  # noqa: S308 - see above
        "topics": _paths(found),
        "departments": found.departments.all(),
        **_children(found, children, page),
        "parents": cards.cards(collections),
        "places": sequences.places(
            found, [one for one in collections if one.resource_type in ONE_AFTER_ANOTHER][:MOST_PLACES]
        ),
        "groups": queries.contents(found),
        "ask": panel(found),
        "shown": SHOWN_OF_A_GROUP,
        "shown_slice": f":{SHOWN_OF_A_GROUP}",
        "rest_slice": f"{SHOWN_OF_A_GROUP}:",
        "licence": licences.licence(found),
        "similar": cards.cards(
            likeness.similar(found, near=_near(found), leave_out=[*inside, *(one.pk for one in collections)])
        ),
        "is_known_from_a_source": provenance.origin(found) is not None,
        "crumbs": trail,
        "head": _head(found, linked.Around(runs=runs, run=run, parts=children, collections=collections), trail),
    }


def _children(found: LearningResource, children: list[LearningResource], page: Page) -> dict[str, Any]:
    return {
        "children_title": CHILDREN.get(ResourceType(found.resource_type), "What belongs to it"),
        "children": cards.cards(children),
        "page": page,
        "in_order": found.resource_type != ResourceType.PODCAST,
    }


def _head(found: LearningResource, around: linked.Around, trail: Sequence[Crumb]) -> heads.Head:
    html = found.description or found.full_description
    return heads.head(
        title=str(found),
        path=found.get_absolute_url(),
        description=prose.text_of_html(html).replace("\n", " "),
        picture=heads.Picture(found.own_image_url, found.image_alt) if found.own_image_url else None,
        data=[linked.described(found, around)],
        crumbs=trail,
        feeds=_feeds(found),
    )


def _feeds(found: LearningResource) -> list[heads.Feed]:
    if found.resource_type != ResourceType.PODCAST:
        return []
    return [heads.Feed(found.title, reverse("learn:podcast_feed", args=[found.slug]), "application/rss+xml")]


def _near(found: LearningResource) -> list[int]:
    """What is near in meaning, as far as that can be asked now."""
    try:
        return meaning.similar(found.pk, encoder=services().encoder, vectors=services().vectors)
    except Transient:
        return []


def crumbs(found: LearningResource, collections: Sequence[LearningResource]) -> list[Crumb]:
    """The way to a resource: its department or its kind, what it is part of, itself."""
    department = found.departments.first()
    kind = ResourceType(found.resource_type)
    if department:
        above = Crumb(department.name, reverse("learn:department", args=[department.slug]))
    else:
        above = Crumb(facts.plural(kind), reverse("learn:kind", args=[ADDRESS_WORDS[kind]]))
    within = [Crumb(one.title, one.get_absolute_url()) for one in collections[:1]]
    return [Crumb("Home", reverse("learn:home")), above, *within, Crumb(found.title)]


def _paths(found: LearningResource) -> list[list[Topic]]:
    return [[*queries.ancestors(topic), topic] for topic in found.topics.select_related("parent__parent")]


def _description(found: LearningResource) -> str:
    """The longer text, after the short one unless it begins with it."""
    short, long = found.description.strip(), found.full_description.strip()
    if not long or prose.text_of_html(long).startswith(prose.text_of_html(short)):
        return long or short
    return f"{short if '<p' in short else f'<p>{short}</p>'}\n{long}"


def best_run(found: LearningResource, runs: Sequence[LearningResourceRun]) -> LearningResourceRun | None:
    """The run to look at now, else the first."""
    return next((one for one in runs if one.run_id == found.best_run_id), runs[0] if runs else None)
