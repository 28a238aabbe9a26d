"""Content files: an archive is new in the bucket, or a course was deleted."""

from pathlib import PurePosixPath
from typing import Any

from learnstead.config.inbound.receiving import Body, Refused, webhook
from learnstead.data import registry, taken_back
from learnstead.data.source import Source
from learnstead.flows import ingest_source
from learnstead.kernel import untrusted
from learnstead.ports.services import services

# What senders call a source, and what we call the one that reads its archives.
SOURCES = {"mit_edx": "mit_edx_files", "mitxonline": "mitxonline_files", "xpro": "xpro_files", "canvas": "canvas"}
LONGEST = 1024


def _changed(body: Body) -> None:
    """Read one archive: the scope that its key is in."""
    source = _source_of(body)
    scope = _scope_of(source, untrusted.line(body, "content_path", longest=LONGEST))
    taken_back.give_scope_again(services().objects, source=source.name, scope=scope)
    ingest_source.request(source=source.name, services=services(), trigger="webhook", only=[scope])


def _deleted(body: Body) -> None:
    """Forget one course, exactly: others whose id begins the same stay. One that is not known is forgotten already."""
    source, course = _source_of(body), untrusted.line(body, "course_id", longest=LONGEST)
    if not course:
        raise Refused("course_id must say which course was deleted")
    known = [state.scope for state in services().ledger.scopes(source.name) if state.release]
    scopes = [scope for scope in known if _plain(scope) == _plain(course)]
    for scope in scopes:
        taken_back.take_back_scope(
            services().objects, source=source.name, scope=scope, reason="its sender said that it was deleted"
        )
    if scopes:
        ingest_source.request(source=source.name, services=services(), trigger="webhook", only=scopes)


def _plain(course: str) -> str:
    """An id however it is spelt: folders of archives have dots or dashes where ids have plus signs."""
    return course.casefold().removeprefix("course-v1:").replace("+", ".").replace("-", ".")


def _source_of(body: Body) -> Source:
    named = untrusted.line(body, "source")
    if named not in SOURCES:
        raise Refused(f"source must be one of {', '.join(sorted(SOURCES))}")
    return registry.named(SOURCES[named])


def _scope_of(source: Source, path: str) -> str:
    """The scope of an object, whose key must lie where the source's objects lie."""
    parts = PurePosixPath(path).parts
    inside = path.removeprefix(source.prefix)
    if not inside or inside == path or ".." in parts or "\\" in path or "//" in path or inside.startswith("/"):
        raise Refused(f"content_path must be the key of an object below {source.prefix}")
    if source.scope_of is None:
        raise Refused(f"{source.name} is not told of single objects")
    return source.scope_of(path)


changed: Any = webhook(_changed)
deleted: Any = webhook(_deleted)
