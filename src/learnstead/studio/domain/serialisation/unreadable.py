"""A file that cannot become content, and the line at fault."""

from learnstead.kernel.errors import Terminal


class Unreadable(Terminal):
    """What is wrong with a file, and on which of its lines when that is known."""

    def __init__(self, problem: str, *, path: str = "", line: int | None = None) -> None:
        """Put file and line before the words, as compilers do."""
        place = ":".join(str(part) for part in (path, line) if part)
        super().__init__(f"{place}: {problem}" if place else problem)
        self.problem = problem
        self.path = path
        self.line = line
