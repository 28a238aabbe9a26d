"""Previews, by the real Hugo and theme."""

import threading

import pytest
from django.db import connection

from learnstead.kernel import clock
from learnstead.ports.services import services
from learnstead.studio.domain import changes
from learnstead.studio.domain.preview import Edit, NoPage, Preview, edit_of, remove_warm_copies, render, rendered
from learnstead.studio.domain.preview.pages import page_of
from learnstead.studio.models import Build, Content, Site
from tests.course_sites import PAGES, commit, make_site
from tests.flows.test_publish_site import publish, release_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GEARS = "content/pages/gears.md"


def preview(site: Site, path: str = GEARS, text: str = PAGES[GEARS]) -> Preview:
    given = services()
    return render(site=site, edit=Edit(path, text), git=given.git, builder=given.builder, scratch=given.scratch)


def html(site: Site, path: str = GEARS, text: str = PAGES[GEARS]) -> str:
    shown = rendered(site=site, key=preview(site, path, text).key, scratch=services().scratch)
    assert shown is not None
    return shown.decode()


def record(site: Site, files: dict[str, str | None]) -> None:
    changes.record(site=site, by=None, message="Edit", files=files, queue=services().queue, at=clock.now())


def leftovers(site: Site) -> list[str]:
    return [path.name for path in (services().scratch / "previews" / str(site.pk)).glob("page-*")]


@pytest.mark.parametrize("path", [path for path in PAGES if path.endswith(".md")])
def test_a_preview_is_the_page_a_draft_publish_makes(path: str) -> None:
    site = make_site()
    whole = release_of(publish(site, Build.Version.DRAFT))
    page = page_of(path).strip("/")
    assert html(site, path, PAGES[path]).encode() == whole[f"{page}/index.html"]


def test_what_is_typed_is_shown_and_not_kept() -> None:
    site = make_site()
    assert "Half a sent" in html(site, text=PAGES[GEARS] + "Half a sent")
    assert "Half a sent" not in html(site)
    assert leftovers(site) == []


def test_what_others_saved_is_seen_before_it_is_in_git_and_after() -> None:
    site = make_site()
    text = '---\ntitle: Springs\n---\n[to]({{% resource_link "11111111-1111-4111-8111-111111111111" "gears" %}})\n'
    assert "Gears" in html(site, "content/pages/springs.md")
    menus = PAGES["config/_default/menus.yaml"].replace("Gears", "Wheels")
    record(site, {"config/_default/menus.yaml": menus})
    assert "Wheels" in html(site, "content/pages/springs.md", text)
    changes.drain(site=site, git=services().git)
    assert "Wheels" in html(site, "content/pages/springs.md", text + "more")


def test_a_saved_edit_that_was_taken_back_is_gone_from_the_warm_copy() -> None:
    site = make_site()
    menus = "config/_default/menus.yaml"
    record(site, {menus: PAGES[menus].replace("Gears", "Wheels")})
    assert "Wheels" in html(site)
    record(site, {menus: PAGES[menus]})
    changes.drain(site=site, git=services().git)
    assert "Wheels" not in html(site, text=PAGES[GEARS] + "more")


def test_a_page_that_is_new_or_removed_is_previewed_too() -> None:
    site = make_site()
    assert "Brand new" in html(site, "content/pages/new.md", "---\ntitle: New\n---\nBrand new.\n")
    commit(site, {"content/pages/springs.md": None})
    assert "Still here" in html(site, "content/pages/springs.md", "---\ntitle: Springs\n---\nStill here.\n")


def test_the_course_data_is_previewed_on_the_home_page() -> None:
    site = make_site()
    course = PAGES["data/course.json"].replace("Clocks", "Timepieces")
    assert "Timepieces" in html(site, "data/course.json", course)


def test_a_mistake_is_named_with_its_line() -> None:
    shown = preview(make_site(), text="---\ntitle: Gears\n---\n\n{{< nosuch >}}\n")
    assert shown.key == ""
    (problem,) = shown.problems
    assert (problem.file, problem.line) == (GEARS, 5)


def test_an_entry_without_a_page_says_so() -> None:
    text = "---\ntitle: Elsewhere\ncontent_type: external-resource\nexternal_url: https://example.org\n---\n"
    with pytest.raises(NoPage, match="no page of its own"):
        preview(make_site(), "content/external-resources/elsewhere.md", text)


def test_a_warm_copy_that_was_damaged_is_made_again() -> None:
    site = make_site()
    preview(site)
    folder = services().scratch / "previews" / str(site.pk)
    (folder / "state.json").unlink()
    (folder / "files" / "config/_default/menus.yaml").write_text("nonsense: [")
    assert "Gears" in html(site, text=PAGES[GEARS] + "more")


def test_several_people_preview_different_pages_of_a_site_at_once() -> None:
    site = make_site()
    shown: dict[int, str] = {}

    def one(number: int) -> None:
        try:
            record(site, {f"content/pages/{number}.md": f"---\ntitle: Page {number}\n---\n"})
            shown[number] = html(site, text=PAGES[GEARS] + f"Text {number}.")
        finally:
            connection.close()

    people = [threading.Thread(target=one, args=[number]) for number in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert {number: f"Text {number}." in text for number, text in shown.items()} == dict.fromkeys(range(6), True)
    assert leftovers(site) == []


def test_warm_copies_that_nobody_uses_are_removed() -> None:
    site = make_site()
    preview(site)
    folder = services().scratch / "previews" / str(site.pk)
    remove_warm_copies(scratch=services().scratch, unused_since=folder.stat().st_mtime)
    assert folder.exists()
    remove_warm_copies(scratch=services().scratch, unused_since=folder.stat().st_mtime + 1)
    assert not folder.exists()
    assert "mesh" in html(site)


def test_a_hand_formatted_file_keeps_its_form_in_the_preview() -> None:
    site = make_site()
    content = Content.objects.get(site=site)
    content.verbatim = "---\n# by hand\ntitle: 'Gears'\n---\nOld.\n"
    content.markdown = "Old.\n"
    edit = edit_of(content, title="Gears", markdown="New.\n", metadata={})
    assert edit == Edit(GEARS, edit.text)
    assert "# by hand" in edit.text
    assert edit.text.endswith("New.\n")
