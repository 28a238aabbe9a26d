"""Pages of a list: ``limit`` and ``offset``, a count, and the addresses of the pages around this one."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar
from urllib.parse import urlencode, urljoin

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import BeforeValidator, Field
from typing_extensions import TypedDict

from learnstead.ports.services import services

USUAL, MOST = 10, 100
LARGE = 1000
# Beyond, PostgreSQL counts rows for nothing; a client that walks a whole list sorts by id and filters.
DEEPEST = 1_000_000_000
Row = TypeVar("Row", bound=Model)


class Paged(TypedDict):
    """One page of a list; ``count`` is how much there is in all, and null stands for a page that is not there."""

    count: int
    next: str | None
    previous: str | None


def _no_more_than(most: int) -> BeforeValidator:
    """A larger limit means the largest, as it does in MIT Learn's API."""

    def lowered(given: Any) -> Any:
        is_number = isinstance(given, str) and given.isascii() and given.isdigit()
        return min(int(given[:12]), most) if is_number else given

    return BeforeValidator(lowered)


Offset: TypeAlias = Annotated[int, Field(ge=0, le=DEEPEST)]


class Paging(Schema):
    """Ten at a time, at most a hundred."""

    limit: Annotated[int, _no_more_than(MOST)] = Field(USUAL, ge=1, description=f"How many; at most {MOST}.")
    offset: Offset = Field(0, description="How many to leave out before.")


class LargePaging(Schema):
    """A thousand at a time, for short rows."""

    limit: Annotated[int, _no_more_than(LARGE)] = Field(LARGE, ge=1, description=f"How many; at most {LARGE}.")
    offset: Offset = Field(0, description="How many to leave out before.")


def addresses(request: HttpRequest, *, limit: int, offset: int, count: int, window: int = DEEPEST) -> Paged:
    """The page that is asked for among ``count`` rows, without its results; none leads beyond ``window``."""
    following, before = offset + limit, max(0, offset - limit)
    has_next = following < count and following + limit <= window
    return {
        "count": count,
        "next": _address(request, limit, following) if has_next else None,
        "previous": _address(request, limit, before) if offset > 0 else None,
    }


def page(
    request: HttpRequest,
    rows: QuerySet[Row] | Sequence[Any],
    asked: Paging | LargePaging,
    shown: Callable[[Any], Any] = lambda row: row,
) -> dict[str, Any]:
    """One page of rows; their order must be a total one, or a row may come twice."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    chosen = rows[asked.offset : asked.offset + asked.limit]
    around = addresses(request, limit=asked.limit, offset=asked.offset, count=count)
    return {**around, "results": [shown(row) for row in chosen]}


def absolute(path: str) -> str:
    """An address of ours as others must write it."""
    ours = services().url
    return f"{_root(ours)}{path}" if path.startswith("/") and path[1:2] != "/" else urljoin(f"{ours}/", path)


@cache
def _root(url: str) -> str:
    """What a path is put after: an address without its own path."""
    return urljoin(f"{url}/", "/").removesuffix("/")


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name)]
    query = [pair for pair in kept if pair[0] not in {"limit", "offset"}]
    return absolute(f"{request.path}?{urlencode([*query, ('limit', limit), ('offset', offset)])}")
