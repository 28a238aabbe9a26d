"""Saving, renaming, deleting and restoring content."""

from datetime import UTC, datetime

import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.studio.domain import changes, contents, menus
from learnstead.studio.domain.contents import Conflict, Gone, NotStorable, StillReferenced
from learnstead.studio.domain.permissions import Forbidden
from learnstead.studio.models import Change, Content, Membership, Site

pytestmark = pytest.mark.slow

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


class Author:
    """Someone at work in a site."""

    def __init__(self, user: User, site: Site) -> None:
        self.user, self.site = user, site
        self.how = {"by": user, "at": NOON, "queue": ProcrastinateQueue()}

    def writes(self, title: str, markdown: str = "", *, kind: str = "page", **metadata: object) -> Content:
        folder = {"page": "content/pages", "resource": "content/resources"}.get(kind, "content/external-resources")
        content = Content(site=self.site, type=kind, dirpath=folder, version=0)
        return contents.create(content=content, title=title, markdown=markdown, metadata=metadata, **self.how)

    def saves(self, content: Content, version: int | None = None, **values: object) -> Content:
        expected = content.version if version is None else version
        return contents.save(content=content, expected_version=expected, **values, **self.how)

    def deletes(self, content: Content) -> Content:
        return contents.delete(content=content, **self.how)

    def restores(self, content: Content) -> Content:
        return contents.restore(content=content, **self.how)

    def menu(self, *items: dict[str, object]) -> Content:
        menu = Content.objects.get(site=self.site, text_id="navmenu")
        return menus.save(content=menu, expected_version=menu.version, field="leftnav", items=items, **self.how)


@pytest.fixture
def author(ada: User, site: Site) -> Author:
    return Author(ada, site)


@pytest.fixture
def other(bo: User, site: Site) -> Author:
    Membership.objects.create(site=site, user=bo, role=Membership.Role.EDITOR)
    return Author(bo, site)


def test_a_new_page_gets_a_file_named_after_its_title(author: Author) -> None:
    page = author.writes("Hello, World 6.034!", "Text\n", description="d")
    assert (page.filename, page.version, page.updated_by) == ("hello-world-6-034", 1, author.user)
    assert Change.objects.last().files == {
        "content/pages/hello-world-6-034.md": (
            f"---\ncontent_type: page\ndescription: d\ntitle: Hello, World 6.034!\nuid: {page.text_id}\n---\nText\n"
        )
    }


def test_taken_names_get_numbers_from_two_on(author: Author) -> None:
    names = [author.writes("Notes").filename for _ in range(3)]
    assert names == ["notes", "notes2", "notes3"]


def test_a_name_in_the_trash_is_still_taken(author: Author) -> None:
    author.deletes(author.writes("Notes"))
    assert author.writes("Notes").filename == "notes2"


@pytest.mark.parametrize(("title", "name"), [("Index", "index-page"), ("_index", "index-page"), ("🎓", "page")])
def test_forbidden_names_are_changed(author: Author, title: str, name: str) -> None:
    assert author.writes(title).filename == name


def test_a_save_counts_the_version_and_writes_the_file(author: Author) -> None:
    page = author.writes("Notes", "Old\n")
    saved = author.saves(page, markdown="New\n")
    assert (saved.version, saved.markdown) == (2, "New\n")
    assert list(Change.objects.last().files) == ["content/pages/notes.md"]


def test_a_save_without_a_difference_writes_nothing(author: Author) -> None:
    page = author.writes("Notes", "Text\n", level=["a"])
    before = Change.objects.count()
    saved = author.saves(page, title="Notes", markdown="Text\n", metadata={"level": ["a"]})
    assert (saved.version, Change.objects.count()) == (1, before)


def test_a_new_title_renames_the_file_in_one_change(author: Author) -> None:
    page = author.writes("Notes")
    renamed = author.saves(page, title="Lecture notes")
    assert (renamed.filename, renamed.earlier_paths) == ("lecture-notes", ["content/pages/notes.md"])
    files = Change.objects.last().files
    assert files["content/pages/notes.md"] is None
    assert "content/pages/lecture-notes.md" in files


def test_menu_entries_follow_a_renamed_page(author: Author) -> None:
    page = author.writes("Notes")
    entry = {"identifier": page.text_id, "name": "Notes", "pageRef": "/pages/notes", "weight": 10}
    short = {"identifier": "external-1", "name": "Short", "url": "/pages/notes/", "weight": 20}
    author.menu(entry, short)
    author.saves(Content.objects.get(pk=page.pk), title="Lecture notes")
    menu = Content.objects.get(text_id="navmenu")
    assert menu.metadata["leftnav"] == [
        {**entry, "name": "Lecture notes", "pageRef": "/pages/lecture-notes"},
        {**short, "url": "/pages/lecture-notes/"},
    ]
    assert len(Change.objects.last().files) == 3


def test_the_page_of_a_section_and_resources_keep_their_files(author: Author, site: Site) -> None:
    section = Content(site=site, type="page", dirpath="content/pages/part", filename="_index", version=0)
    section = contents.create(content=section, title="Part", **author.how)
    assert author.saves(section, title="Part one").filename == "_index"
    picture = author.writes("Map", kind="resource")
    assert author.saves(picture, title="Large map").filename == "map"


def test_an_external_resource_is_listed_and_not_rendered(author: Author) -> None:
    link = author.writes("MIT", kind="external-resource", external_url="https://example.org")
    assert link.metadata["_build"] == {"list": True, "render": False}


def test_saving_the_course_metadata_renames_the_site(author: Author, site: Site) -> None:
    metadata = Content.objects.get(site=site, text_id="sitemetadata")
    author.saves(metadata, metadata={**metadata.metadata, "course_title": "Rivers and Cities"})
    assert Site.objects.get().title == "Rivers and Cities"


def test_edits_of_different_lines_are_merged(author: Author, other: Author) -> None:
    page = author.writes("Notes", "one\ntwo\nthree\nfour\n", level=["a"])
    mine = Content.objects.get(pk=page.pk)
    author.saves(page, markdown="ONE\ntwo\nthree\nfour\n", metadata={"level": ["a"], "draft": True})
    merged = other.saves(mine, version=1, markdown="one\ntwo\nthree\nFOUR\n", metadata={"level": ["b"]})
    assert merged.markdown == "ONE\ntwo\nthree\nFOUR\n"
    assert merged.metadata == {"level": ["b"], "draft": True}
    assert merged.version == 3


def test_edits_of_the_same_line_are_a_conflict_that_holds_all_three_texts(author: Author, other: Author) -> None:
    page = author.writes("Notes", "one\n")
    mine = Content.objects.get(pk=page.pk)
    author.saves(page, markdown="ada\n")
    with pytest.raises(Conflict, match="Ada Lovelace saved 'Notes' while you were writing") as caught:
        other.saves(mine, version=1, markdown="bo\n")
    conflict = caught.value
    assert (conflict.base.markdown, conflict.theirs.markdown, conflict.mine.markdown) == ("one\n", "ada\n", "bo\n")
    assert Content.objects.get(pk=page.pk).markdown == "ada\n"
    assert other.saves(mine, version=conflict.theirs.version, markdown="both\n").markdown == "both\n"


def test_an_edit_from_very_long_ago_is_a_conflict_without_a_base(author: Author) -> None:
    page = author.writes("Notes", "0\n")
    for number in range(1, 25):
        page = author.saves(page, markdown=f"{number}\n")
    with pytest.raises(Conflict) as caught:
        author.saves(page, version=1, markdown="late\n")
    assert caught.value.base is None


@pytest.mark.slow
def test_a_page_of_twelve_megabytes_is_edited_and_merged(
    author: Author, other: Author, git: BareRepositories, site: Site
) -> None:
    text = "".join(f"Line {number} of a long page, as long as pages get.\n" for number in range(19_000))
    long = text + "x" * 11_000_000 + "\n"
    page = author.writes("Long", long)
    mine = Content.objects.get(pk=page.pk)
    author.saves(page, markdown="First\n" + long)
    merged = other.saves(mine, version=1, markdown=long + "Last\n")
    assert merged.markdown == "First\n" + long + "Last\n"
    changes.drain(site=site, git=git)
    assert git.read(site.short_id, MAIN, "content/pages/long.md").decode().endswith(merged.markdown)


def test_saving_what_is_there_is_never_a_conflict(author: Author) -> None:
    page = author.writes("Notes", "0\n")
    page = author.saves(page, markdown="1\n")
    assert author.saves(page, version=1, markdown="1\n").version == 2


def test_what_a_menu_uses_is_not_deleted(author: Author) -> None:
    page = author.writes("Notes")
    author.menu({"identifier": page.text_id, "name": "Notes", "pageRef": "/pages/notes"})
    with pytest.raises(StillReferenced, match="'Notes' is used by 'Course menu'") as caught:
        author.deletes(page)
    assert [using.text_id for using in caught.value.by] == ["navmenu"]


def test_what_a_page_embeds_is_not_deleted(author: Author) -> None:
    picture = author.writes("Map", kind="resource")
    page = author.writes("Notes", f'{{{{< resource uuid="{picture.text_id}" >}}}}')
    with pytest.raises(StillReferenced):
        author.deletes(picture)
    author.saves(page, markdown="")
    assert author.deletes(picture).deleted_at == NOON


def test_deleted_content_comes_back_as_it_was(author: Author) -> None:
    page = author.writes("Notes", "Text\n")
    deleted = author.deletes(page)
    assert Change.objects.last().files == {"content/pages/notes.md": None}
    restored = author.restores(deleted)
    assert (restored.deleted_at, restored.filename, restored.markdown) == (None, "notes", "Text\n")


def test_a_save_of_deleted_content_is_refused(author: Author) -> None:
    page = author.writes("Notes")
    author.deletes(page)
    with pytest.raises(Gone):
        author.saves(page, markdown="late")


def test_singletons_cannot_be_deleted(author: Author) -> None:
    with pytest.raises(Exception, match="cannot be deleted"):
        author.deletes(Content.objects.get(text_id="navmenu"))


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ([{"identifier": "a", "name": "A", "parent": "a"}], "'A' lies inside itself"),
        (
            [{"identifier": "a", "name": "A", "parent": "b"}, {"identifier": "b", "name": "B", "parent": "a"}],
            "lies inside",
        ),
        ([{"identifier": "a", "name": "A", "parent": "x"}], "hangs below 'x', which is not in the menu"),
        ([{"identifier": "a", "name": "A"}, {"identifier": "a", "name": "B"}], "'a' is used twice"),
        ([{"identifier": "a"}], "entry 1 has no name"),
    ],
)
def test_a_menu_that_cannot_be_shown_is_refused(author: Author, items: list[dict[str, object]], problem: str) -> None:
    with pytest.raises(menus.BadMenu, match=problem):
        author.menu(*items)


def test_an_outsider_may_not_save(author: Author, bo: User, site: Site) -> None:
    page = author.writes("Notes")
    with pytest.raises(Forbidden):
        Author(bo, site).saves(page, markdown="mine now")


def test_an_editor_may_not_change_the_course_metadata(other: Author) -> None:
    with pytest.raises(Forbidden):
        other.saves(Content.objects.get(text_id="sitemetadata"), metadata={})


def test_text_that_no_database_keeps_is_refused(author: Author) -> None:
    page = author.writes("Notes")
    with pytest.raises(NotStorable, match="holds a NUL character on line 2"):
        author.saves(page, markdown="one\ntwo\x00\n")
    with pytest.raises(NotStorable, match="the title has 600 characters"):
        author.saves(page, title="x" * 600)


def test_each_save_is_a_commit_of_its_author(author: Author, other: Author, git: BareRepositories, site: Site) -> None:
    page = author.writes("Notes", "1\n")
    other.saves(page, markdown="2\n")
    changes.drain(site=site, git=git)
    assert [(made.author.name, made.message.partition("\n")[0]) for made in git.history(site.short_id)] == [
        ("Bo Diaz", "Edit Notes"),
        ("Ada Lovelace", "Add Notes"),
        ("Ada Lovelace", "Start Rivers"),
    ]
    assert git.read(site.short_id, MAIN, "content/pages/notes.md").endswith(b"2\n")


def test_an_empty_singleton_comes_into_being_with_its_first_save(author: Author, site: Site) -> None:
    Content.objects.filter(text_id="navmenu").delete()
    blank = contents.blank_singleton(site=site, name="navmenu")
    author.saves(blank, metadata={"leftnav": []})
    assert Change.objects.last().files == {"config/_default/menus.yaml": "leftnav: []\n"}


def test_two_first_saves_of_one_singleton_are_a_conflict(author: Author, other: Author, site: Site) -> None:
    Content.objects.filter(text_id="navmenu").delete()
    first, second = (contents.blank_singleton(site=site, name="navmenu") for _ in range(2))
    author.saves(first, metadata={"leftnav": []})
    with pytest.raises(Conflict, match="Ada Lovelace saved"):
        other.saves(second, metadata={"leftnav": [{"name": "A"}]})


def test_a_deleted_page_whose_name_was_taken_comes_back_under_another(author: Author, site: Site) -> None:
    page = author.deletes(author.writes("Notes"))
    taker = Content(site=site, type="page", dirpath="content/pages", filename="notes", version=0)
    contents.create(content=taker, title="Notes again", **author.how)
    assert author.restores(page).filename == "notes2"
