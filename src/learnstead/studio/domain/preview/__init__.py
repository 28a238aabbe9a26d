"""Previews: one page rendered by the real Hugo, from what is saved and what is being typed, while someone waits."""

from learnstead.studio.domain.preview.pages import NoPage
from learnstead.studio.domain.preview.rendering import Edit, Preview, remove_warm_copies, render, rendered
from learnstead.studio.domain.preview.typed import edit_of

__all__ = ["Edit", "NoPage", "Preview", "edit_of", "remove_warm_copies", "render", "rendered"]
