"""A very small theme and site, for tests of the machinery around Hugo. The real theme has its own tests."""

from pathlib import Path

THEME = {
    "course/site.yaml": """
title: Course
disableKinds: [taxonomy, term, rss, sitemap]
disableHugoGeneratorInject: true
markup: {goldmark: {renderer: {unsafe: true}}}
""",
    "course/layouts/all.html": (
        "<!doctype html><title>{{ .Title }}</title>"
        "{{ range site.RegularPages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}"
        "<p>{{ site.Data.course.course_title }}</p><main>{{ .Content }}</main>"
    ),
    "course/layouts/_shortcodes/note.html": "<aside>{{ .Inner }}</aside>",
    "course/layouts/_shortcodes/look.html": '{{ warnf "unknown uid %q in %s" (.Get 0) .Page.File.Path }}',
    "course/layouts/_shortcodes/secret.html": '{{ getenv "HUGO_SECRET" }}',
    "course/static/theme/site.css": "body { color: black }",
}
PAGES = {
    "data/course.json": '{"course_title": "Clocks"}',
    "content/_index.md": "---\ntitle: Clocks\n---\n",
    "content/pages/gears.md": "---\ntitle: Gears\n---\n\nGears {{< note >}}mesh{{< /note >}}.\n",
    "content/pages/springs.md": "---\ntitle: Springs\n---\n\nSprings *unwind*.\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write ``files`` below ``folder``."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
