"""Groups that a script names, of those that the pages would offer the person."""

from django.http import HttpRequest

from learnstead.video.web.pages.listing import offered_groups

LIST = "It has to be a list of texts."


class BadNames(ValueError):
    """They are no names, or not of groups that may be given; the text says which."""


def are_texts(value: object) -> bool:
    """Whether it is a list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def ids_of(request: HttpRequest, names: object, *, kept: set[int]) -> list[int]:
    """The ids of the groups called so; ``kept`` are those that were given before. BadNames."""
    if not isinstance(names, list) or not are_texts(names):
        raise BadNames(LIST)
    offered = {group.name: group.pk for group in offered_groups(request, kept)}
    if unknown := sorted(set(names) - offered.keys()):
        raise BadNames(f"{', '.join(unknown)}: there is no such group, or you are not in it.")
    return [offered[one] for one in names]
