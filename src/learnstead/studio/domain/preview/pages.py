"""Which page of the built site shows a file."""

from pathlib import PurePosixPath

from learnstead.kernel.errors import Terminal

HOME = "/"
LIST = "_index"
# content/resources/_index.md
TOP = 3


class NoPage(Terminal):
    """This file is shown only as a part of other pages."""


def page_of(path: str) -> str:
    """Hugo's logical path of the page: "/pages/syllabus". Data and menus are best seen on the home page."""
    place = PurePosixPath(path)
    if place.parts[0] != "content":
        return HOME
    if place.suffix != ".md":
        raise NoPage(f"{path} has no page of its own")
    inside = place.relative_to("content").with_suffix("")
    if inside.name == LIST:
        inside = inside.parent
    return HOME if str(inside) == "." else f"/{str(inside).lower().replace(' ', '-')}"


def sees_everything(path: str) -> bool:
    """Whether the page may show any other page: the home page, and the browsing pages of the top folders, do."""
    place = PurePosixPath(path)
    return place.parts[0] != "content" or (place.stem == LIST and len(place.parts) <= TOP)
