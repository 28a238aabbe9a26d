"""An author edits a page and saves it.

The pages of studio do exactly this: the edit and the request to commit it are written in one transaction; a worker
commits it with the author's name; the preview shows the page as readers will see it, without waiting for that.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnstead.flows.running import Flow, Results, Step
from learnstead.kernel import clock
from learnstead.ports.services import Services
from learnstead.studio.domain import contents, preview

if TYPE_CHECKING:
    from learnstead.people.models import User
    from learnstead.studio.models import Content

COMMIT = "commit"


@dataclass(frozen=True)
class Saving:
    """Who saves what: ``markdown`` is the page's new text."""

    content: "Content"
    by: "User"
    markdown: str
    services: Services


def _save(saving: Saving, _results: Results) -> Results:
    saved = contents.save(
        content=saving.content,
        by=saving.by,
        at=clock.now(),
        queue=saving.services.queue,
        expected_version=saving.content.version,
        markdown=saving.markdown,
    )
    return {"content": str(saved.pk), "version": saved.version}


def _preview(saving: Saving, _results: Results) -> Results:
    content, given = saving.content, saving.services
    edit = preview.edit_of(content, title=content.title, markdown=saving.markdown, metadata=content.metadata)
    shown = preview.render(site=content.site, edit=edit, git=given.git, builder=given.builder, scratch=given.scratch)
    return {"milliseconds": round(shown.milliseconds), "problems": [problem.message for problem in shown.problems]}


FLOW: Flow[Saving] = Flow(
    name="author-saves",
    title="An author edits and saves content",
    starts_with="save pressed",
    steps=(
        Step("save", "The edit and the request to commit it, in one transaction.", _save, atomic=True),
        Step(COMMIT, "A worker commits the edit to main, with the author's name."),
        Step("preview", "Hugo renders the page, with the real theme, from what is saved.", _preview),
    ),
)
