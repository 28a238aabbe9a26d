"""Web pages as Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnstead.data.parsing.markdown import markdown_of

TAGS = "p b a ul ol li table tr td h2 blockquote pre br div code"
PIECES = [f"<{sign}{tag} href=/x>" for tag in TAGS.split() for sign in ("", "/")]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>What <em>you</em> need</h2>a<br>b", "## What _you_ need\n\na  \nb"),
        ("<p>One <b> bold </b>word.</p>\n<p><b></b>Two.", "One **bold** word.\n\nTwo."),
        ("<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>e", "  * a\n    * b\n  * c\n\n    d\n\ne"),
        ("<ol start=3><li>a<li></li><li>b</ol>", "  3. a\n  5. b"),
        ("<blockquote><p>q</p><p>r</p></blockquote>s", "> q\n> \n> r\n\ns"),
        ("<pre>x\n  y</pre>", "    x\n      y"),
        ("<a href='/u' title=T>t</a> <a href='https://a.org/'>https://a.org/</a>", '[t](/u "T") <https://a.org/>'),
        ("<a href='/u'><h3>T</h3><p>b</p></a><a href='/v'></a><a href='#top'>up</a>", "### [T b](/u)\n\nup"),
        ("<tr><table><tr><th>a<th>b<tr><td><p>c</p><p>d</p></table><p>e", "a| b  \n---|---  \nc d  \n\ne"),
        ("<table><tr><td>o<table><tr><td>1<td>2</table></table>", "o 1 2  \n---"),
        ("<p>1. x<p>- y<p># z<p>2.5 kg", "1\\. x\n\n\\- y\n\n\\# z\n\n2.5 kg"),
        ("<title>T</title><script>s</script><!-- c --><img alt='a hand' src=/x.png><img src=/y.png>", "a hand"),
        ("", ""),
    ],
)
def test_what_a_page_says_is_written_as_a_person_would_write_it(html, markdown):
    assert markdown_of(html).rstrip("\n") == markdown


def test_a_page_may_be_very_deep():
    assert "a" in markdown_of("<span>" * 5_000 + "a")


@given(st.lists(st.sampled_from([*PIECES, "<img alt=x>", "word", " "])))
def test_no_word_is_lost_however_tags_are_mixed(pieces):
    assert markdown_of("".join(pieces)).count("word") == pieces.count("word")
