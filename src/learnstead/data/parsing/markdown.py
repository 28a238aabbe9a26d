"""Web pages as Markdown."""

import html2text


def markdown_of(html: str) -> str:
    """What a page says, navigation included: one line a paragraph, pictures as their descriptions."""
    reader = html2text.HTML2Text(bodywidth=0)
    reader.images_to_alt = True
    return reader.handle(html)
