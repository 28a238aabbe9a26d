"""What can become of a build."""

from learnstead.kernel.errors import Terminal
from learnstead.studio.models import Build

State = Build.Status

MOVES: dict[State, set[State]] = {
    State.QUEUED: {State.BUILDING, State.FAILED},  # failed at once when the site is unpublished while it waits
    State.BUILDING: {State.SUCCEEDED, State.FAILED},
    State.SUCCEEDED: set(),
    State.FAILED: set(),
}


class IllegalMove(Terminal):
    """A build cannot go from the one state to the other."""


def move(*, now: str, to: State) -> State:
    """Return ``to`` when a build may go there from ``now``; else IllegalMove."""
    allowed = MOVES[State(now)]
    if to not in allowed:
        words = ", ".join(sorted(allowed)) or "nothing else"
        raise IllegalMove(f"a {now} build cannot become {to}; it may become {words}")
    return to
