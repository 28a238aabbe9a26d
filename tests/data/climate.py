"""MIT Climate as a small world of our own, whose articles a test may change between runs."""

from contextlib import contextmanager
from pathlib import Path

from learnstead.config.feeds.routes import Route
from learnstead.config.feeds.server import serving

PATHS = {"explainers": "/feeds/explainers", "ask-mit-climate": "/feeds/ask-mit-climate"}


def article(number, **said):
    """One article as the feed has it."""
    return {
        "uuid": f"a-{number}",
        "title": f"Why does winter {number} feel mild?",
        "url": f"/explainers/winter-{number}",
        "summary": f"What the records of winter {number} say.",
        "topics": "",
        **said,
    }


class Climate:
    """Both feeds. ``feeds`` holds their articles, ``answers`` what is said instead: a status, or a text."""

    def __init__(self, url, routes):
        self.url, self._routes = url, routes
        self.feeds = {name: [article(f"{name}-{number}") for number in range(3)] for name in PATHS}
        self.say()

    def say(self, **instead):
        """Answer with the articles as they are now; ``explainers=503`` with a status, ``="<html>"`` with a text."""
        instead = {name.replace("_", "-"): said for name, said in instead.items()}
        self._routes[:] = [self._route(name, instead.get(name)) for name in PATHS]

    def _route(self, name, instead):
        entry = {"host": "climate.mit.edu", "path": PATHS[name]}
        if isinstance(instead, int):
            return Route(Path(), {**entry, "status": instead, "text": "away"})
        if isinstance(instead, str):
            return Route(Path(), {**entry, "text": instead})
        return Route(Path(), {**entry, "json": list(self.feeds[name])})


@contextmanager
def climate():
    """The world, for as long as the block lasts."""
    routes = []
    with serving(routes) as server:
        yield Climate(server.url, routes)
