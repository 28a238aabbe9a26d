"""What students of a course can see, and so may be read; everything else stays where it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from learnstead.data.canvas import listing, pages
from learnstead.data.canvas.export import Export, Resource
from learnstead.data.canvas.files_meta import WEB, FilesMeta
from learnstead.data.canvas.listing import Entry, Listing
from learnstead.data.canvas.modules import Modules
from learnstead.data.parsing.file_kinds import is_document

TUTOR = f"{WEB}ai/tutor/"
# Quizzes and banks of questions carry the answers.
WITH_ANSWERS = ("assessment", "question-bank")


@dataclass(frozen=True)
class Item:
    """One file that can be seen. ``title`` may be empty; ``url`` is where Canvas shows it."""

    path: str
    title: str
    url: str | None


@dataclass(frozen=True)
class Visibility:
    """Decides for one export at one time. ``listed`` is what Canvas lists beside it."""

    export: Export
    listed: Listing
    now: datetime

    @cached_property
    def files_meta(self) -> FilesMeta:
        """What the export says of files."""
        return FilesMeta(self.export)

    @cached_property
    def modules(self) -> Modules:
        """What the export says of modules."""
        return Modules(self.export, now=self.now)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every file that can be seen, by its path."""
        linked = frozenset(link for _, page in self._shown for link in page.links)
        files = (item for resource in self._others() for item in self._of_resource(resource, linked))
        shown = {item.path: item for item, _ in self._shown}
        return {item.path: item for item in files if self.export.may_be_there(item.path)} | shown

    def problem_files(self) -> Iterator[str]:
        """Files for tutors: in a folder for each problem set."""
        return (
            path for path in sorted({*self.export.files.paths, *self.export.files.damaged}) if is_problem_file(path)
        )

    def _others(self) -> Iterator[Resource]:
        return (resource for resource in self.export.resources.values() if not _is_page(resource))

    @cached_property
    def _shown(self) -> list[tuple[Item, pages.Page]]:
        """Pages, assignments and the syllabus."""
        made = (self._page(resource) for resource in self.export.resources.values() if _is_page(resource))
        return [found for found in made if found and self.export.may_be_there(found[0].path)]

    def _page(self, resource: Resource) -> tuple[Item, pages.Page] | None:
        if resource.href in self.export.files.damaged:  # it cannot be shown, nor be taken for gone
            return Item(path=resource.href, title="", url=None), pages.Page(title="", state="", links=())
        page = pages.read(self.export, resource)
        title = self.modules.reached.get(resource.identifier, "")
        if resource.settings:
            said = pages.assignment(self.export, resource) or {}
            title = said.get("title") or title
            entries, is_shown = self.listed.assignments.get(title, ()), pages.is_given(said, now=self.now)
        else:
            title = page.title or title
            entries, is_shown = self.listed.pages.get(title, ()), self._is_published(resource, page)
        if not is_shown or self._is_refused(entries):
            return None
        return Item(path=resource.href, title=title, url=listing.address(entries)), page

    def _is_published(self, resource: Resource, page: pages.Page) -> bool:
        if resource.is_syllabus:
            return self.export.shows_syllabus
        state = page.state or ("active" if resource.identifier in self.modules.reached else "")
        return state in pages.STATES and resource.role in ("", "student")

    def _is_refused(self, entries: Sequence[Entry]) -> bool:
        return listing.is_closed(entries, now=self.now) or listing.is_hidden(entries)

    def _of_resource(self, resource: Resource, linked: frozenset[str]) -> Iterator[Item]:
        title = self.files_meta.title(resource) or self.modules.reached.get(resource.identifier, "")
        for path in filter(is_document, resource.files):
            in_web = path.startswith(WEB)
            entries = self.listed.files.get(path.removeprefix(WEB), ()) if in_web else ()
            if self._is_file_shown(resource, path, entries, linked) if in_web else self._is_other_shown(resource, path):
                yield Item(path=path, title=title, url=listing.address(entries))

    def _is_file_shown(self, resource: Resource, path: str, entries: Sequence[Entry], linked: frozenset[str]) -> bool:
        """A link from what is shown opens what is hidden; nothing opens what is locked."""
        if path.startswith(TUTOR) or resource.role not in ("", "student"):
            return False
        if self.files_meta.is_closed(resource, path, now=self.now) or listing.is_closed(entries, now=self.now):
            return False
        if path in linked:
            return True
        if listing.is_hidden(entries):
            return False
        if resource.identifier in self.modules.reached:
            return True
        return self.export.has_files_tab and not self.files_meta.is_hidden(resource, path)

    def _is_other_shown(self, resource: Resource, path: str) -> bool:
        """Discussions and the like have no state of their own in an export: a module must lead to them."""
        with_answers = any(kind in resource.type for kind in WITH_ANSWERS)
        in_settings = path.startswith("course_settings/")
        return resource.identifier in self.modules.reached and not with_answers and not in_settings


def is_problem_file(path: str) -> bool:
    """Whether it is for tutors: ``web_resources/ai/tutor/<problem set>/<file>``."""
    return path.startswith(TUTOR) and "/" in path.removeprefix(TUTOR)


def _is_page(resource: Resource) -> bool:
    return resource.href.endswith(".html") and not resource.href.startswith(WEB)
