"""What the domain refuses, as problems that name the field at fault."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from learnstead.learn.domain.lists.userlists import ListRefused
from learnstead.learn.web.rest.problems import Refused


@contextmanager
def refusing(*, called: Mapping[str, str] | None = None, status: int = 400) -> Iterator[None]:
    """Answer with a problem instead; ``called`` has the names of fields here that differ from the domain's."""
    try:
        yield
    except ValidationError as problem:
        fields = {(called or {}).get(name, name): list(words) for name, words in problem.message_dict.items()}
        detail = " ".join(f"{name}: {' '.join(words)}" for name, words in fields.items())
        raise Refused(400, detail, fields=fields) from problem
    except ListRefused as problem:
        raise Refused(status, str(problem)) from problem
