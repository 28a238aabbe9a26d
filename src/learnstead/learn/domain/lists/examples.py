"""Lists from a file: what a demo shows of lists, paths, featured things and testimonials."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from learnstead.learn.domain import queries
from learnstead.learn.domain.featured import HOME
from learnstead.learn.domain.lists import featuring, paths, testimonials, userlists
from learnstead.learn.domain.lists.paths import Editing
from learnstead.learn.models import FeaturedItem, LearningPath, LearningResource, Testimonial, UserList
from learnstead.people.models import User
from learnstead.ports.jobs import Queue

HOME_WORD = "home"


def load(said: Mapping[str, Any], *, at: datetime, queue: Queue) -> None:
    """Make what a file says, kind by kind, where nobody has made anything of that kind yet."""
    if not UserList.objects.exists():
        for one in said["lists"]:
            _list(one, at)
    if not LearningPath.objects.exists():
        for one in said["paths"]:
            _path(one, at, queue)
    if not FeaturedItem.objects.exists():
        for word, titles in said["featured"].items():
            for resource in _titled(titles):
                featuring.add(HOME if word == HOME_WORD else word, resource, queue=queue)
    if not Testimonial.objects.exists():
        for one in said["testimonials"]:
            values = {"quote": one["quote"], "name": one["attestant_name"], "title": one["title"]}
            testimonials.save(Testimonial(), **values, offerors=one["offerors"], at=at)


def _list(one: Mapping[str, Any], at: datetime) -> None:
    owner = User.objects.get(username=one["owner"])
    if one.get("saved"):
        made = userlists.saved_list(owner, at=at)
    else:
        words = {"title": one["title"], "description": one.get("description", "")}
        made = userlists.create(owner=owner, **words, privacy=one.get("privacy", "private"), at=at)
    for resource in _titled(one["items"]):
        userlists.add(made, resource, at=at)


def _path(one: Mapping[str, Any], at: datetime, queue: Queue) -> None:
    author = User.objects.get(username=one["author"])
    given = Editing(by=author, at=at, queue=queue)
    made = paths.create(title=one["title"], description=one["description"], author=author, at=at)
    for resource in _titled(one["items"]):
        paths.add(made, resource, given=given)
    if paths.items(made).exists():
        paths.publish(made, published=True, given=given)


def _titled(titles: Iterable[str]) -> list[LearningResource]:
    """The resources of these titles that there are, in this order."""
    found = (queries.published().filter(title=title).order_by("pk").first() for title in titles)
    return [resource for resource in found if resource]
