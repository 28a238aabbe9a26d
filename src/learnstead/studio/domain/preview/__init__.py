"""Previews: one page rendered by the real Hugo, from what is saved and what is being typed, while someone waits."""

from learnstead.studio.domain.preview.pages import NoPage, page_of
from learnstead.studio.domain.preview.rendering import Edit, Preview, render, rendered

__all__ = ["Edit", "NoPage", "Preview", "page_of", "render", "rendered"]
