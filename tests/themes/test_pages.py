"""What surrounds a page's text: navigation, description, licence, and the course's own front page."""

import json

from tests.themes.built import structure


def test_the_menu_marks_the_page_and_opens_its_branch(plain):
    menu = plain.page("pages/currents/ebb").partition("<nav")[2].partition("</nav>")[0]
    assert menu.count("aria-current") == 1
    assert '<a href="/courses/tides/pages/currents/ebb/" aria-current="page">Ebb and flood</a>' in menu
    assert "<details open>" in menu
    assert '<a href="https://example.org/harbour" rel="external noopener">Harbour office</a>' in menu


def test_a_page_outside_the_menu_stands_under_its_section(plain):
    menu = plain.page("pages/currents/aside").partition("<nav")[2].partition("</nav>")[0]
    assert '<a href="/courses/tides/pages/currents/" aria-current="true">Unit 1: Currents &amp; Winds</a>' in menu
    assert "<details open>" in menu


def test_neighbours_follow_the_menu_and_skip_other_sites(plain):
    html = plain.main("pages/currents/ebb")
    assert (
        '<a rel="prev" href="/courses/tides/pages/currents/"><span>Previous</span> Unit 1: Currents &amp; Winds</a>'
        in html
    )
    assert '<a rel="next" href="/courses/tides/pages/formulas/"><span>Next</span> Formulas</a>' in html


def test_breadcrumbs_lead_home(plain):
    crumbs = plain.main("pages/currents/ebb").partition("<ol>")[2].partition("</ol>")[0]
    assert '<a href="/courses/tides/">Course home</a>' in crumbs
    assert '<a href="/courses/tides/pages/currents/">Unit 1: Currents &amp; Winds</a>' in crumbs
    assert '<li aria-current="page">Ebb and flood</li>' in crumbs


def test_the_front_page_tells_what_the_course_is(live):
    html = live.main("")
    assert "OC.101 · Fall 2025 · Undergraduate" in html
    assert "<h1>Reading the Tide</h1>" in html
    assert "<strong>twice a day</strong>" in html
    assert "(also OC.102, ES.9)" in html
    assert "Science \u203a Earth Science \u203a Oceanography" in html
    assert '<a class="button" href="/courses/tides/pages/syllabus/">Start with “Syllabus”</a>' in html
    assert 'href="https://creativecommons.org/licenses/by/4.0/">Creative Commons Attribution 4.0</a>' in html
    assert "Dr Ada Quay. <cite>OC.101 Reading the Tide</cite>. Fall 2025." in html
    assert "https://learn.example.org/courses/tides/" in html


def test_search_engines_get_the_course_as_json(live):
    data = json.loads(live.page("").partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["@type"] == "Course"
    assert data["courseCode"] == "OC.101"
    assert data["about"] == ["Oceanography", "Mathematics"]
    assert data["instructor"] == [{"@type": "Person", "name": "Dr Ada Quay"}]
    assert data["url"] == "https://learn.example.org/courses/tides/"


def test_the_head_describes_the_page(live):
    head = live.page("pages/syllabus").partition("</head>")[0]
    assert "<title>Syllabus | Reading the Tide</title>" in head
    assert '<meta name="description" content="What we do each week.">' in head
    assert '<link rel="canonical" href="https://learn.example.org/courses/tides/pages/syllabus/">' in head
    assert '<meta property="og:image" content="https://learn.example.org/courses/tides/gauge.jpg">' in head
    assert "noindex" not in head


def test_search_is_a_plain_form_and_absent_when_there_is_nowhere_to_search(live, plain):
    form = live.page("").partition("<form")[2].partition("</form>")[0]
    assert 'action="/search" method="get"' in form
    assert 'type="search" name="q"' in form
    assert '<input type="hidden" name="site" value="tides">' in form
    assert 'role="search"' not in plain.page("")


def test_a_draft_says_so_and_hides_from_search_engines(draft):
    html = draft.page("pages/syllabus")
    assert "<strong>Draft</strong>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="/studio/tides/">Back to the studio</a>' in html
    assert "This page is a draft." in draft.page("pages/unfinished")
    assert "Disallow: /courses/tides/" in draft.text("robots.txt")


def test_draft_pages_are_absent_from_the_live_site(live):
    assert not (live.folder / "pages/unfinished").exists()
    assert "<strong>Draft</strong>" not in live.page("pages/syllabus")


def test_a_heading_that_starts_too_low_is_lifted_below_the_title(plain):
    assert '<h2 id="a-heading-that-starts-too-low">' in plain.main("pages/currents")


def test_a_page_states_its_own_licence(plain):
    assert "Creative Commons Attribution-ShareAlike 4.0</a>" in plain.main("pages/syllabus")


def test_a_missing_page_leads_back(plain):
    html = plain.text("404.html")
    assert "This page is not here" in html
    assert 'href="/courses/tides/">course home</a>' in html


def test_the_sitemap_lists_each_page_once_by_its_full_address(live):
    assert live.text("sitemap.xml").count("<loc>https://learn.example.org/courses/tides/pages/syllabus/</loc>") == 1
    assert "Sitemap: https://learn.example.org/courses/tides/sitemap.xml" in live.text("robots.txt")


def test_every_page_is_well_formed_and_leads_somewhere(live):
    names = set(live.files())
    html = {name: content.decode() for name, content in live.files().items() if name.endswith(".html")}
    for name, content in html.items():
        seen = structure(content)
        assert (name, seen.wrong, seen.open) == (name, [], [])
        inside = [a.partition("#")[0].removeprefix(live.base) for a in seen.addresses if a.startswith(live.base)]
        files = {"gauge.jpg", "quay.jpg", "clip.pdf", "clip.vtt", "one.pdf", "one.vtt", "two.pdf", "two.vtt"}
        files |= {"two-fr.vtt", "table.pdf", "heights.csv"}
        lost = [a for a in inside if a not in names | files and f"{a}index.html" not in names]
        assert (name, lost) == (name, [])


def test_only_script_files_of_the_site_may_run(plain):
    html = plain.page("pages/syllabus")
    assert "script-src 'self'" in html
    assert html.count("<script") == 1
    assert '<script src="/courses/tides/theme/course.js"></script>' in html
