"""What there is to learn from, by topic, by department and by kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import channels, queries
from learnstead.learn.models import Department, LearningResource, Topic
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.web import facts, heads
from learnstead.learn.web.channels import HOME, channel, gone_or_never
from learnstead.learn.web.heads import Crumb
from learnstead.learn.web.linked_data import pages as linked
from learnstead.learn.web.remembered_pages import same_for_visitors


@require_safe
def everything(_request: HttpRequest) -> HttpResponse:
    """Who cuts an address short finds all there is."""
    return redirect("learn:search")


@require_safe
@same_for_visitors
def of_a_kind(request: HttpRequest, word: str) -> HttpResponse:
    """Or all there is of one kind."""
    kind = next((kind for kind, known in ADDRESS_WORDS.items() if known == word), None)
    if kind is None:
        raise Http404
    name = facts.plural(kind)
    context = channel(
        request,
        channels.of_kind(kind),
        filters={"resource_type": [kind]},
        description=LEADS[kind],
        trail=[Crumb(name)],
    )
    return render(request, "learn/channel.html", {**context, "kinds": [], "is_kind": True})


@require_safe
@same_for_visitors
def topics(request: HttpRequest) -> HttpResponse:
    """The topic tree, two levels of it."""
    found = queries.root_topics()
    trail = [Crumb(HOME, reverse("learn:home")), Crumb("Topics")]
    entries = [(one.topic.name, reverse("learn:topic", args=[one.topic.slug])) for one in found]
    head = heads.head(
        title="Topics",
        path=reverse("learn:topics"),
        description="Everything there is to learn from, by topic.",
        data=[linked.pages_list("Topics", entries)],
        crumbs=trail,
    )
    return render(request, "learn/topics.html", {"topics": found, "crumbs": trail, "head": head})


@require_safe
@same_for_visitors
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is on one topic and on those below it."""
    found = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    resources = channels.about(found)
    if not resources.exists():
        return gone_or_never(request, LearningResource.objects.all(), found.name)
    above = [Crumb(one.name, reverse("learn:topic", args=[one.slug])) for one in queries.ancestors(found)]
    context = {
        "topic": found,
        "narrower": [
            (branch.topic.name, reverse("learn:topic", args=[branch.topic.slug]), branch.size)
            for branch in queries.branches(found)
        ],
        **channel(
            request,
            resources,
            filters={"topic": [found.name]},
            description=f"What there is to learn about {found.name}.",
            trail=[Crumb("Topics", reverse("learn:topics")), *above, Crumb(found.name)],
        ),
    }
    return render(request, "learn/channel.html", context)


@require_safe
@same_for_visitors
def departments(request: HttpRequest) -> HttpResponse:
    """Every department that gives something, by school."""
    schools, others = channels.schools()
    trail = [Crumb(HOME, reverse("learn:home")), Crumb("Departments")]
    given = [one for school in schools for one in school.departments] + others
    entries = [(one.name, reverse("learn:department", args=[one.slug])) for one in given]
    head = heads.head(
        title="Departments",
        path=reverse("learn:departments"),
        description="Everything there is to learn from, by school and department.",
        data=[linked.pages_list("Departments", entries)],
        crumbs=trail,
    )
    context = {"schools": schools, "others": others, "crumbs": trail, "head": head}
    return render(request, "learn/departments.html", context)


@require_safe
@same_for_visitors
def department(request: HttpRequest, slug: str) -> HttpResponse:
    """What one department gives."""
    found = get_object_or_404(Department, slug=slug)
    resources = channels.given_by([found.department_id])
    if not resources.exists():
        return gone_or_never(request, LearningResource.objects.all(), found.name)
    schools, _ = channels.schools()
    school = next((one for one in schools if found in one.departments), None)
    above = [Crumb(school.name, reverse("learn:school", args=[school.slug]))] if school else []
    context = {
        "department": found,
        **channel(
            request,
            resources,
            filters={"department": [found.department_id]},
            description=f"What there is to learn from {found.name}.",
            trail=[Crumb("Departments", reverse("learn:departments")), *above, Crumb(found.name)],
        ),
    }
    return render(request, "learn/channel.html", context)


LEADS = {
    ResourceType.COURSE: "Courses to follow from beginning to end, with dates or whenever you like.",
    ResourceType.PROGRAM: "Several courses that belong together and end in something to show for it.",
    ResourceType.LEARNING_PATH: "What to take, one after the other, put together by people who know the field.",
    ResourceType.PODCAST: "Series to listen to, with every episode on a page of its own.",
    ResourceType.PODCAST_EPISODE: "Single episodes, to listen to on the way.",
    ResourceType.VIDEO: "Lectures, demonstrations and talks, played here when you ask for them.",
    ResourceType.VIDEO_PLAYLIST: "Videos that belong together, in the order they were made for.",
    ResourceType.DOCUMENT: "Texts to read: articles, explainers, notes, exercises.",
}
