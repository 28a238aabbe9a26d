"""Every shortcode an author may meet, in our own course."""

import pytest


def test_baseurl_links_end_as_hugo_ends_addresses(plain):
    assert '<a href="/courses/tides/pages/currents/ebb/#slack">ebb and flood</a>' in plain.main("pages/syllabus")
    assert '<a href="/courses/tides/resources/tide-table/">the table</a>' in plain.main("pages/syllabus")
    assert '<a href="/courses/tides/pages/currents/ebb/">a link in capitals</a>' in plain.main("pages/syllabus")


def test_links_in_a_description_count_from_the_course_home(plain):
    assert 'see the <a href="/courses/tides/pages/syllabus/">syllabus</a>' in plain.main("resources/tide-table")


@pytest.mark.parametrize(
    "expected",
    [
        "H<sub>2</sub>O",
        "m<sup>2</sup>",
        "<u>Bring <em>boots</em></u>",
        ".<br>Meet at the quay.",
        '<span id="safety"></span>',
        '<blockquote class="pull"><p>The sea does not <em>wait</em>.</p><footer>A harbour pilot</footer></blockquote>',
        '<p class="approx">About 24 students</p>',
        '<div class="aside"><p>Read the <strong>notice board</strong> first.</p>',
    ],
)
def test_small_shortcodes_become_plain_html(plain, expected):
    assert expected in plain.main("pages/syllabus")


def test_a_podcast_is_a_link_until_it_is_chosen(plain):
    assert '<a href="https://player.simplecast.com/5d3c1a52" data-simplecast="5d3c1a52"' in plain.main("pages/syllabus")


def test_youtube_is_a_link_with_captions_and_transcript_and_nothing_is_fetched(plain):
    html = plain.main("pages/syllabus")
    assert '<a class="poster" href="https://www.youtube.com/watch?v=abcDEF12345" data-youtube="abcDEF12345"' in html
    assert '<a href="/courses/tides/clip.pdf">Transcript</a>' in html
    assert '<a href="/courses/tides/clip.vtt">Captions</a>' in html
    assert "<iframe" not in html


def test_resource_link_keeps_its_suffix_and_the_markdown_in_its_text(plain):
    expected = '<a href="/courses/tides/resources/tide-table/#page=2">the <em>tide</em> table [PDF]</a>'
    assert expected in plain.main("pages/syllabus")


def test_an_external_resource_is_linked_and_says_when_its_licence_is_another(plain):
    html = plain.main("pages/syllabus")
    assert '<a href="https://example.org/atlas?a=1&amp;b=2" rel="external noopener" class="other-licence"' in html
    assert "(under a licence of its own)" in html
    assert '<a href="https://example.org/logbook" rel="external noopener">a logbook</a>' in html
    assert not (plain.folder / "external-resources").exists()


def test_a_broken_external_link_leads_to_its_archived_copy(plain):
    archived = "https://web.archive.org/web/2024/https://example.org/almanac"
    assert f'<a href="{archived}" rel="external noopener">an almanac</a>' in plain.main("pages/currents/aside")


def test_a_resource_is_shown_where_it_is_named(plain):
    html = plain.main("pages/syllabus")
    picture = '<img src="/courses/tides/gauge.jpg" alt="A striped pole in the water." loading="lazy">'
    assert f'<figure class="image">{picture}<figcaption>A gauge in the <em>harbour</em>.' in html
    assert f'<a href="/courses/tides/pages/currents/ebb/">{picture}</a>' in html
    assert '<img src="/courses/tides/gauge.jpg" alt="A gauge" loading="lazy">' in html


def test_an_unknown_uid_leaves_the_text_standing_and_warns_with_the_file(plain):
    html = plain.main("pages/syllabus")
    assert ">a lost page</span>" in html
    assert '<p class="notice">This resource is not available.</p>' in html
    for shortcode, end in (("resource_link", "ffff"), ("resource", "fffe"), ("resource_file", "fffd")):
        assert (
            f'pages/syllabus.md: the shortcode {shortcode} names uid "0c0a6a7e-6d1f-4f0e-8a55-1f35c0d2{end}"'
            in plain.log
        )


def test_an_image_gallery_finds_its_files_under_its_base(plain):
    html = plain.main("pages/syllabus")
    assert '<div class="pictures" id="quay">' in html
    assert '<img src="/courses/tides/quay.jpg" alt="A stone quay at low water." loading="lazy">' in html


def test_a_video_gallery_lists_its_videos_once_in_order(plain):
    html = plain.main("video_galleries/lectures")
    assert html.count('<a href="/courses/tides/resources/lecture-one/">') == 1
    assert html.index("resources/lecture-one/") < html.index("resources/lecture-two/")


def test_table_shortcodes_make_a_clean_table(plain):
    html = plain.main("pages/tables")
    assert '<thead><tr><th>Port</th><th colspan="2">Heights</th></tr></thead>' in html
    assert '<tr><td rowspan="2"><strong>Brest</strong></td><td>1.2</td><td>6.4</td></tr>' in html
    assert '<tfoot><tr><td colspan="3">In metres</td></tr></tfoot>' in html


def test_spanning_cells_take_the_empty_ones_beside_them(plain):
    html = plain.main("pages/tables")
    assert '<tr><td colspan="3"><strong>Part one</strong></td></tr>' in html
    assert '<tr><td>2</td><td colspan="2">Field trip</td></tr>' in html
    assert '<tr><td colspan="3">The end</td></tr>' in html


def test_a_heading_and_a_list_may_stand_in_a_cell(plain):
    html = plain.main("pages/tables")
    assert "<td><h2>A heading in a cell</h2></td>" in html
    assert "<td>• Gauges<br>• Charts</td>" in html


def test_a_table_header_says_something_or_is_no_header(plain):
    header = plain.main("pages/tables").rpartition("<thead>")[2].partition("</thead>")[0]
    assert header.count("<th>") == 1
    assert "<td></td>" in header
    assert '</math><span class="visually-hidden"> (formula)</span></th>' in header
