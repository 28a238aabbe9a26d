"""Formulas become MathML; brackets and dollars in prose stay what they are."""


def test_formulas_as_the_editor_escapes_them_are_unescaped(plain):
    html = plain.main("pages/formulas")
    assert '<annotation encoding="application/x-tex">h = a \\cos(\\omega t)_1</annotation>' in html
    assert '<div class="maths"><math display="block">' in html


def test_plain_delimiters_keep_their_tex(plain):
    html = plain.main("pages/formulas")
    assert '<annotation encoding="application/x-tex">h_2</annotation>' in html
    assert "\\begin{matrix} a \\\\ b \\end{matrix}" in html


def test_escaped_brackets_and_prices_are_not_formulas(plain):
    assert "A note [see below] costs $5, not $6." in plain.main("pages/formulas")


def test_bad_tex_is_shown_as_written_and_named(plain):
    assert '<code class="tex">\\frac{1}{</code>' in plain.main("pages/formulas")
    assert "pages/formulas.md: this formula is not valid TeX" in plain.log


def test_formulas_in_raw_html_are_set_but_code_is_left_alone(plain):
    html = plain.main("pages/formulas")
    assert "<p>In old HTML: <math><semantics>" in html
    assert "<code>\\(code\\)</code>" in html
