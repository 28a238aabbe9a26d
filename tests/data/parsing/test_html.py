"""HTML from elsewhere."""

from learnstead.data.parsing.html import cleaned, plain_text, unescaped, without_tags

PAGE = '<h2>New</h2><p onclick="x()">Seas &amp; <a href="https://a.org/">skies</a><script>x()</script></p>'


def test_a_description_keeps_plain_markup_and_the_text_of_everything_else():
    assert cleaned(PAGE) == "New<p>Seas &amp; skies</p>"
    assert cleaned(PAGE, also=["a"]) == 'New<p>Seas &amp; <a href="https://a.org/">skies</a></p>'
    assert cleaned(None) == ""


def test_text_without_tags_is_html_still_and_plain_text_is_not():
    assert without_tags(PAGE) == "NewSeas &amp; skies"
    assert plain_text(PAGE) == "NewSeas & skies"


def test_text_that_was_escaped_once_too_often_is_text_again_and_html_is_cleaned():
    assert unescaped("Seas &amp; skies aren&#039;t dull ") == "Seas & skies aren't dull "
    assert unescaped("&lt;p&gt;Seas&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;") == "<p>Seas</p>"
