"""Resource pages, lists and the shelf of everything."""


def test_a_document_offers_its_file_and_what_is_known_about_it(plain):
    html = plain.main("resources/tide-table")
    assert '<a class="button" href="/courses/tides/table.pdf">Open the document</a>' in html
    assert "<dd>PDF, 1.2 MB</dd>" in html
    assert "<dd>Readings</dd>" in html
    assert "Creative Commons Zero (public domain)" in html


def test_a_file_kept_in_a_bucket_is_asked_from_this_site(plain):
    html = plain.main("resources/gauge")
    assert 'href="/courses/tides/gauge.jpg"' in html
    assert "amazonaws" not in html


def test_a_nameless_resource_is_known_by_its_file(plain):
    assert "<h1>heights.csv</h1>" in plain.main("resources/unnamed")


def test_a_video_file_plays_in_the_page_and_asks_nobody_before(plain):
    html = plain.main("resources/lecture-one")
    assert '<video controls preload="none"' in html
    assert '<source src="https://archive.org/download/tides/one.mp4" type="video/mp4">' in html
    assert '<track kind="captions" src="/courses/tides/one.vtt" srclang="en"' in html
    assert '<a href="/courses/tides/one.pdf">Transcript (PDF)</a>' in html
    assert 'data-youtube="abcDEF12345" rel="external noopener">Watch on YouTube</a>' in html


def test_a_video_with_the_newer_keys_has_captions_in_each_language_and_a_transcript(plain):
    html = plain.main("resources/lecture-two")
    assert '<a class="poster" href="https://www.youtube.com/watch?v=zyxWVU98765"' in html
    assert '<a href="/courses/tides/two-fr.vtt">Captions (VTT, fr)</a>' in html
    assert '<a href="/courses/tides/two.pdf">Transcript (PDF)</a>' in html
    assert "<dd>Ada Quay</dd>" in html


def test_a_resource_list_keeps_its_order_and_leaves_out_what_is_gone(plain):
    html = plain.main("lists/readings")
    assert "<p>For a <em>rainy</em> day.</p>" in html
    assert html.count('<a href="/courses/tides/resources/tide-table/">Tide table</a>') == 1
    assert "lists/readings.md: there is no page with uid" in plain.log


def test_the_shelf_groups_by_learning_resource_type_and_leaves_out_transcripts(plain):
    html = plain.main("resources")
    headings = [part.partition("</h2>")[0].partition(">")[2] for part in html.split("<h2")[1:]]
    assert headings == ["Images", "Lecture Videos", "Other files", "Readings", "Videos"]
    assert "3play" not in html
    assert "5 items" in html
