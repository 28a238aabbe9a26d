"""Scopes a run was started for, by a webhook or a person."""

from collections.abc import Collection

from learnstead.data.extraction import Extraction
from learnstead.kernel.errors import Terminal


def say_what_is_missing(run: Extraction, *, there: Collection[str]) -> None:
    """Fail every scope this run is about that the bucket does not have, unless it was taken back: then it is gone."""
    for scope in run.only:
        if scope not in there and not run.is_current(scope, version=""):
            with run.scope(scope):
                raise Terminal(f"the bucket has nothing for {scope}; it has {len(there)} others")
