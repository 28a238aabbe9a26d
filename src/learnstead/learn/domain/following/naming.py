"""What a followed search is called, and what a followed page asks for."""

from dataclasses import dataclass

from learnstead.kernel import taxonomy
from learnstead.kernel.slugs import slug_for
from learnstead.learn.domain import labels
from learnstead.learn.domain.following.normal import FILTERS, TEXT, Parameters
from learnstead.learn.models import Department, Topic

EVERYTHING = "Everything new"
YES_NO = {
    "free": ("Free", "Paid"),
    "professional": ("Professional", "Academic"),
    "certification": ("With certificate", "Without certificate"),
}
# What names a group best, first.
SUBJECTS = ("topic", "department", "offered_by", "platform")


@dataclass(frozen=True)
class Channel:
    """A page that can be followed: its key, its name, and the search that finds what is on it."""

    key: str
    name: str
    parameters: Parameters


def channel(key: str) -> Channel | None:
    """The page with a key such as "topic:engineering/robotics", "department:6", "school:engineering"; None if gone."""
    kind, _, which = key.partition(":")
    if kind == "topic":
        topic = Topic.objects.filter(slug=which).first()
        return Channel(key, topic.name, {"topic": [topic.name]}) if topic else None
    if kind == "department":
        department = Department.objects.filter(department_id=which).first()
        return Channel(key, department.name, {"department": [which]}) if department else None
    if kind == "school":
        school = next((one for one in taxonomy.schools().values() if slug_for(one.name, length=200) == which), None)
        within = [one.id for one in taxonomy.departments().values() if school and one.school == school.id]
        return Channel(key, school.name, {"department": within}) if school else None
    known = kind in {"offered_by", "platform"} and labels.label(kind, which) != which
    return Channel(key, labels.label(kind, which), {kind: [which]}) if known else None


def label(asked: Parameters) -> str:
    """A search in a few words: what it is about first, then how it is narrowed; "“robots”, Physics, Free"."""
    words = [f"“{text}”" for text in asked.get(TEXT, ())]
    for name in sorted(FILTERS, key=lambda one: (one not in SUBJECTS, SUBJECTS.index(one) if one in SUBJECTS else 0)):
        words += [value_name(name, value) for value in asked.get(name, ())]
    return ", ".join(words)[:600] or EVERYTHING


def group(asked: Parameters) -> tuple[str, str]:
    """The heading for what a search found, and the kind of it: a topic, a department, a unit, or the search itself."""
    for name in SUBJECTS:
        if values := asked.get(name):
            return name, ", ".join(value_name(name, value) for value in values)
    return "search", label(asked)


def value_name(name: str, value: str) -> str:
    """What people call a value of a filter, where it stands by itself."""
    if name in YES_NO:
        return YES_NO[name][value.casefold() != "true"]
    if name == "department":
        found = Department.objects.filter(department_id__iexact=value).first()
        return found.name if found else labels.label(name, value)
    return labels.label(name, value)
