"""Marketing pages."""

from dataclasses import dataclass

from learnstead.data.sources.marketing_pages import Page, content_file
from learnstead.kernel.contracts import Child, LearningResource
from tests.data import shared
from tests.data.feeds import feed_of
from tests.data.running import run_source


@dataclass(frozen=True)
class Read:
    """A page that was read."""

    text: str

    @property
    def content(self):
        return self.text.encode()


def resource(readable_id, **said):
    kind = {"resource_type": "course", "etl_source": "xpro", "platform": "xpro", "published": True}
    return LearningResource(**kind | {"readable_id": readable_id, "title": readable_id.title()} | said)


def program(*children):
    return resource(
        "trust",
        resource_type="program",
        url="https://xpro.mit.edu/programs/program-v1:xPRO+TrustML/",
        children=[
            Child(resource_type="course", readable_id=child, platform="xpro", relation="PROGRAM_COURSES", position=n)
            for n, child in enumerate(children)
        ],
    )


@shared.needs_shared
def test_a_page_reads_as_production_reads_it(tmp_path, replay):
    expected = shared.golden("marketing_pages")["transform"][0]

    ran = run_source(
        "marketing_pages",
        folder=tmp_path,
        replay=replay,
        settings={"pages": f"program:mitxonline:p1={expected['url'].replace('https', 'http')}"},
    )

    assert [(record.url, record.content) for record in ran.records] == [(expected["url"], expected["markdown"])]


def test_courses_and_programs_of_a_catalogue_get_their_pages(tmp_path):
    known = [
        resource("bolts", url="http://xpro.mit.edu/courses/course-v1:xPRO+BendOps/"),
        resource("draft", url="https://xpro.mit.edu/courses/draft", published=False),
        resource("nowhere"),
        resource("away", url="https://xpro.mit.edu/courses/away"),
        program("bolts", "away", "unknown"),
    ]
    with feed_of("marketing_pages") as world:
        ran = run_source("marketing_pages", folder=tmp_path, replay=world.url, latest={"xpro": known})

    files = {record.parent.readable_id: record for record in ran.records}
    assert set(files) == {"bolts", "trust"}
    assert "# Supply Networks That Bend\n\nA hand-drawn map of a supply network" in files["bolts"].content
    contents = files["trust"].content.partition("\n\n## Program Contents\n\n")[2]
    assert contents.startswith("### Bolts\n\n[All courses](/)\n\n# Supply Networks That Bend")
    assert "courses/away" in ran.journal.notes[0]
    assert ran.scope("xpro").complete


def test_a_name_that_is_no_resource_is_set_aside_and_the_others_go_on(tmp_path):
    page = "https://professional.mit.edu/course-catalog/robots-that-share-a-room"
    settings = {"pages": f"lesson:mitpe:1={page} course:mitpe:robots={page}"}
    with feed_of("marketing_pages") as world:
        ran = run_source("marketing_pages", folder=tmp_path, replay=world.url, settings=settings)

    assert [record.parent.readable_id for record in ran.records] == ["robots"]
    assert "lesson" in ran.quarantined[0].reason


def test_no_page_is_longer_than_a_million_characters():
    page = Page(
        key="program:xpro:welding", title="Welding", url="https://xpro.mit.edu/programs/program-v1:xPRO+TrustML/"
    )
    parts = [("Arc", "spark " * 100_000)] * 3
    assert len(content_file(page, Read("<p>Welding"), parts=parts).content) == 1_000_000
