"""Importing courses."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pygit2
import pytest

from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.kernel import clock
from learnstead.kernel.errors import Terminal
from learnstead.people.models import User
from learnstead.ports.git import MAIN
from learnstead.studio.domain import changes, contents, exporting, history, sites
from learnstead.studio.domain.importing import CannotImport, ImportReport, import_course, source_at
from learnstead.studio.domain.importing.sources import BadSource
from learnstead.studio.domain.starters import register_starter
from learnstead.studio.models import Change, Content, MediaFile, Site, Starter
from tests import corpus

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[4] / "examples" / "courses"
PAGE = "---\ncontent_type: page\ntitle: {title}\nuid: {uid}\n---\nText of {title}\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def small(**more: str) -> dict[str, str]:
    return {
        "content/pages/a.md": PAGE.format(title="A", uid="uid-a"),
        "content/pages/part/_index.md": PAGE.format(title="Part", uid="uid-p"),
        "data/course.json": '{\n  "course_title": "A course"\n}',
        "config/_default/menus.yaml": "leftnav:\n- identifier: uid-a\n  name: A\n  weight: 10\n",
        **more,
    }


CIRCLE = "leftnav:\n- {identifier: a, name: A, parent: b}\n- {identifier: b, name: B, parent: a}\n"


class Importing:
    """Imports into the test's studio."""

    def __init__(self, starter: Starter, git: BareRepositories, objects: FolderStore, owner: User) -> None:
        self.starter, self.git, self.objects, self.owner = starter, git, objects, owner

    def __call__(self, address: Path | str, *, prune: bool = False) -> ImportReport:
        report = import_course(
            source=source_at(str(address), git=self.git),
            starter=self.starter,
            owner=self.owner,
            queue=ProcrastinateQueue(),
            objects=self.objects,
            prune=prune,
        )
        changes.drain(site=report.site, git=self.git)
        return report

    def exported(self, report: ImportReport, folder: Path) -> Path:
        exporting.export(site=Site.objects.get(pk=report.site.pk), folder=folder, objects=self.objects)
        return folder


@pytest.fixture
def importing(starter: Starter, git: BareRepositories, objects: FolderStore, ada: User) -> Importing:
    return Importing(starter, git, objects, ada)


def test_a_folder_becomes_a_site_with_one_commit(importing: Importing, tmp_path: Path, ada: User) -> None:
    report = importing(write(tmp_path / "c.1", small()))
    site = report.site
    assert (site.short_id, site.name, site.title, site.url_path) == ("c.1", "c-1", "A course", "courses/c-1")
    assert (report.created, site.owner) == (4, ada)
    assert {path: data.decode() for path, data in importing.git.files("c.1", MAIN)} == small()
    assert [made.author.name for made in importing.git.history("c.1")] == ["Ada Lovelace"]


def test_a_second_import_changes_nothing_and_commits_nothing(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    again = importing(folder)
    assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert Change.objects.count() == 1


def test_a_second_import_writes_only_what_changed(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    (folder / "content/pages/a.md").rename(folder / "content/pages/b.md")
    write(folder, {"content/pages/new.md": "No front matter\n"})
    again = importing(folder)
    assert (again.created, again.changed) == (1, 1)
    files = [path for path, _ in importing.git.files("c", MAIN)]
    assert "content/pages/a.md" not in files
    assert "content/pages/b.md" in files
    assert importing(folder).changed == 0


def test_pages_that_trade_places_are_imported(importing: Importing, tmp_path: Path) -> None:
    files = small(**{"content/pages/b.md": PAGE.format(title="B", uid="uid-b")})
    folder = write(tmp_path / "c", files)
    importing(folder)
    swapped = {"content/pages/a.md": files["content/pages/b.md"], "content/pages/b.md": files["content/pages/a.md"]}
    importing(write(folder, swapped))
    assert Content.objects.get(text_id="uid-a").filename == "b"
    assert dict(importing.git.files("c", MAIN))["content/pages/a.md"].decode() == swapped["content/pages/a.md"]


def test_pages_missing_from_the_source_are_kept_unless_pruned(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    (folder / "content/pages/a.md").unlink()
    assert importing(folder).kept == ["content/pages/a.md"]
    assert importing(folder, prune=True).removed == 1
    assert Content.objects.get(text_id="uid-a").deleted_at is not None
    assert "content/pages/a.md" not in dict(importing.git.files("c", MAIN))


def test_a_page_deleted_here_comes_back_with_an_import(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    write(folder, {"content/pages/other.md": PAGE.format(title="O", uid="o")})
    (folder / "content/pages/a.md").unlink()
    importing(folder, prune=True)
    importing(write(folder, small()))
    assert Content.objects.get(text_id="uid-a").deleted_at is None


def test_media_are_kept_in_the_object_store(importing: Importing, tmp_path: Path) -> None:
    report = importing(write(tmp_path / "c", small(**{"media/abc_notes.txt": "notes"})))
    assert MediaFile.objects.get(site=report.site).content_type == "text/plain"
    assert importing.objects.get(f"media/{report.site.pk}/abc_notes.txt") == b"notes"
    assert importing(tmp_path / "c").media == 0


def test_files_that_are_no_course_are_left_out(importing: Importing, tmp_path: Path) -> None:
    files = small(**{"README.md": "x", "layouts/index.html": "x", "config/_default/hugo.yaml": "x"})
    report = importing(write(tmp_path / "c", files))
    assert sorted(report.left_out) == ["README.md", "config/_default/hugo.yaml", "layouts/index.html"]


@pytest.mark.parametrize("bare", [True, False])
def test_a_git_repository_is_imported_as_committed(importing: Importing, tmp_path: Path, *, bare: bool) -> None:
    work = write(tmp_path / "work", small())
    for command in (["init", "-q", "-b", "trunk"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=b", *command], cwd=work, check=True)
    (work / "content/pages/a.md").unlink()
    address = tmp_path / "c.9.git" if bare else work
    if bare:
        subprocess.run(["git", "clone", "-q", "--bare", str(work), str(address)], check=True)
    report = importing(address)
    assert (report.created, report.site.short_id) == (4, "c.9" if bare else "work")


def test_a_zip_file_is_imported_without_its_top_folder(importing: Importing, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "c.7.zip", "w") as archive:
        for path, text in small(**{"media/abc_notes.txt": "notes"}).items():
            archive.writestr(f"download/{path}", text)
    report = importing(tmp_path / "c.7.zip")
    assert (report.created, report.media, report.site.short_id) == (4, 1, "c.7")
    assert importing.objects.get(f"media/{report.site.pk}/abc_notes.txt") == b"notes"


def zipped(tmp_path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return tmp_path / "bad.zip"


def test_a_zip_bomb_is_refused(importing: Importing, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="trap"):
        importing(zipped(tmp_path, {"content/pages/a.md": b"0" * 50_000_000}))


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "content/../../evil.md"])
def test_a_zip_that_leads_outside_is_refused(importing: Importing, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSource, match="outside the course"):
        importing(zipped(tmp_path, {name: b"x"}))


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"content/pages/bad.md": "---\ntitle: [\n---\n"}, r"content/pages/bad.md:3: is not YAML"),
        ({"data/course.json": "{\n  oops\n}"}, r"data/course.json:2: is not JSON"),
        ({"content/pages/A.md": "x"}, r"content/pages/A.md and content/pages/a.md would be published at the same"),
        ({"content/pages/part.md": "x"}, r"would be published at the same address"),
        ({"content/pages/b.md": PAGE.format(title="B", uid="uid-a")}, r"have the same uid"),
        ({f"content/pages/{'x' * 130}.md": "x"}, r"its filename has 130 characters; at most 125"),
        (
            {"config/_default/menus.yaml": CIRCLE},
            r"config/_default/menus.yaml cannot be used: '[AB]' lies inside itself",
        ),
        (
            {"config/_default/menus.yaml": "leftnav:\n- {identifier: a, name: A}\n- {identifier: a, name: B}\n"},
            r"the identifier 'a' is used twice",
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_is_imported(
    importing: Importing, tmp_path: Path, files: dict[str, str], problem: str
) -> None:
    with pytest.raises(CannotImport, match=problem):
        importing(write(tmp_path / "c", small(**files)))
    assert not Site.objects.exists()


def test_text_in_another_encoding_is_named_with_its_line(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    (folder / "content/pages/a.md").write_bytes("---\ntitle: x\n---\nGröße".encode("latin-1"))
    with pytest.raises(CannotImport, match=r"content/pages/a.md:4: is not UTF-8 text"):
        importing(folder)


def test_a_refused_medium_leaves_nothing_behind(importing: Importing, tmp_path: Path) -> None:
    with pytest.raises(Terminal, match="is a program"):
        importing(write(tmp_path / "c", small(**{"media/x_tool.exe": "MZ"})))
    assert not Site.objects.exists()


def test_a_broken_repository_is_named(importing: Importing, tmp_path: Path) -> None:
    broken = tmp_path / "broken.git"
    subprocess.run(["git", "init", "-q", "--bare", str(broken)], check=True)
    (broken / "HEAD").write_text("rubbish")
    with pytest.raises(Terminal, match=r"broken\.git"):
        importing(broken)


def test_a_repository_whose_paths_lead_out_of_it_is_refused(importing: Importing, tmp_path: Path) -> None:
    repo = pygit2.init_repository(tmp_path / "evil.git", bare=True)
    # libgit2 refuses to build such a tree, so its bytes are written as git stores them.
    tree = repo.create_blob(b"outside")
    for name in ("evil.md", "..", "..", "content"):
        mode = b"100644" if name == "evil.md" else b"40000"
        tree = repo.odb.write(pygit2.enums.ObjectType.TREE, mode + b" " + name.encode() + b"\0" + tree.raw)
    signature = pygit2.Signature("a", "b")
    repo.create_commit("HEAD", signature, signature, "x", tree, [])
    with pytest.raises(Terminal, match="cannot be the path of a file in a course"):
        importing(tmp_path / "evil.git")


def test_a_stale_form_is_merged_with_an_import(importing: Importing, tmp_path: Path, ada: User) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    importing(write(folder, {"content/pages/a.md": PAGE.format(title="A", uid="uid-a") + "More\n"}))
    page = Content.objects.get(text_id="uid-a")
    values = {"by": ada, "at": clock.now(), "queue": ProcrastinateQueue(), "markdown": "Edited\nText of A\n"}
    assert contents.save(content=page, expected_version=1, **values).markdown == "Edited\nText of A\nMore\n"


def test_the_history_of_a_page_goes_back_over_a_rename_by_import(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    importing(folder)
    (folder / "content/pages/a.md").rename(folder / "content/pages/b.md")
    importing(folder)
    page = Content.objects.get(text_id="uid-a")
    assert len(history.of(content=page, git=importing.git)) == 2


def test_a_course_of_another_starter_is_not_imported_without_its_data(importing: Importing, tmp_path: Path) -> None:
    write(tmp_path / "c", small())
    importing.starter = register_starter(
        slug="www", source=(EXAMPLES.parents[1] / "themes" / "www" / "starter.yaml").read_text()
    )
    with pytest.raises(CannotImport, match="the starter 'www' knows no such file"):
        importing(tmp_path / "c")


def test_an_empty_folder_is_no_course(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotImport, match="no course is here"):
        importing(tmp_path / "empty")


def test_a_path_that_is_not_there_is_named(importing: Importing) -> None:
    with pytest.raises(BadSource, match="there is nothing at 'nowhere'"):
        importing("nowhere")


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://127.0.0.1/x.git", "private network"),
        ("https://localhost/x.git", "private network"),
        ("http://example.org/x.git", "only https"),
        ("ssh://example.org/x.git", "only https"),
        ("https://me:secret@example.org/x.git", "password"),
    ],
)
def test_an_address_that_is_not_safe_is_refused(importing: Importing, address: str, problem: str) -> None:
    with pytest.raises(Terminal, match=problem):
        importing(address)


def test_two_courses_of_one_name_get_different_addresses(importing: Importing, tmp_path: Path) -> None:
    facts = {"data/course.json": '{"site_url_path": "courses/rivers", "course_title": "Rivers"}'}
    first = importing(write(tmp_path / "r.1", small(**facts))).site
    second = importing(write(tmp_path / "r.2", small(**facts))).site
    assert (first.url_path, second.url_path) == ("courses/rivers", "courses/rivers2")


def test_a_file_of_twelve_megabytes_is_imported_and_committed(importing: Importing, tmp_path: Path) -> None:
    text = PAGE.format(title="Long", uid="long") + "A line of some length, as lines are.\n" * 340_000
    report = importing(write(tmp_path / "c", small(**{"content/pages/long.md": text})))
    assert importing.git.read("c", MAIN, "content/pages/long.md").decode() == text
    assert sites.find("c") == report.site


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize("name", corpus.NAMES)
def test_a_real_course_is_exported_as_it_was_imported(importing: Importing, tmp_path: Path, name: str) -> None:
    folder = corpus.course(name)
    report = importing(folder)
    exported = importing.exported(report, tmp_path / "exported")
    difference = subprocess.run(["git", "diff", "--no-index", "--stat", str(folder), str(exported)], check=False)
    assert difference.returncode == 0
    assert dict(importing.git.files(name, MAIN)) == {
        path: text.encode() for path, text in corpus.files_of(folder).items()
    }
    assert importing(folder).changed == 0


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
def test_our_own_courses_are_exported_as_they_were_imported(importing: Importing, tmp_path: Path, name: str) -> None:
    exported = importing.exported(importing(EXAMPLES / name), tmp_path / "exported")
    command = ["git", "diff", "--no-index", "--stat", str(EXAMPLES / name), str(exported)]
    assert subprocess.run(command, check=False).returncode == 0


def test_a_folder_with_links_out_of_it_does_not_follow_them(importing: Importing, tmp_path: Path) -> None:
    folder = write(tmp_path / "c", small())
    write(tmp_path, {"secret.md": "secret"})
    (folder / "content/pages/link.md").symlink_to(tmp_path / "secret.md")
    assert importing(folder).created == 4
    shutil.rmtree(folder)


def test_a_clone_of_nothing_is_no_archive(tmp_path: Path, git: BareRepositories) -> None:
    (tmp_path / "x.zip").write_bytes(io.BytesIO(b"not a zip").getvalue())
    with pytest.raises(BadSource, match="neither a folder"):
        source_at(str(tmp_path / "x.zip"), git=git)
