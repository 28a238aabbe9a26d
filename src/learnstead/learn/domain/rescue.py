"""What to offer when nothing was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from learnstead.learn.domain import facets, searching
from learnstead.learn.domain.searching import Answer, Asked, Found
from learnstead.learn.models import SearchMode

NEARBY = 5
MOST_FILTERS = 6
NO_QUOTES = str.maketrans(dict.fromkeys('"\u201c\u201d', " "))


@dataclass(frozen=True)
class WaysOut:
    """``fewer_filters``: a facet whose filters may be taken off, and how many results there are then.

    ``nearby`` is what is near in meaning, whatever its filters.
    """

    fewer_filters: Sequence[Mapping[str, str]]
    nearby: Sequence[Found]


def ways_out(answer: Answer, *, ask: Callable[[Asked], Answer]) -> WaysOut:
    """Ask a little less, each filter in turn; and ask by meaning, where only words were asked for."""
    asked = replace(answer.asked, offset=0, counted=())
    on = [name for name in asked.narrowed if name in facets.TITLES][:MOST_FILTERS]
    counts = {name: ask(replace(searching.without(asked, name), limit=1)).total for name in on}
    best_first = sorted((name for name in on if counts[name]), key=lambda name: -counts[name])
    return WaysOut(
        fewer_filters=[
            {"facet": name, "title": facets.TITLES[name], "count": str(counts[name])} for name in best_first
        ],
        nearby=_nearby(asked, ask),
    )


def _nearby(asked: Asked, ask: Callable[[Asked], Answer]) -> Sequence[Found]:
    if not asked.text.strip():
        return ()
    plain = replace(asked, text=asked.text.translate(NO_QUOTES), filters={}, limit=NEARBY, sortby="")
    return ask(replace(plain, mode=SearchMode.SEMANTIC)).found
