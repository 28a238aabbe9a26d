"""What a file would say if what is being typed were saved."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from learnstead.studio.domain.preview.rendering import Edit
from learnstead.studio.domain.serialisation import path_of, text_of, verbatim_after_edit
from learnstead.studio.models import Content


def edit_of(content: Content, *, title: str, markdown: str, metadata: Mapping[str, Any]) -> Edit:
    """The file of ``content`` with these words; a file formatted by hand keeps its form, as it would when saved."""
    typed = copy(content)
    typed.title, typed.markdown, typed.metadata = title, markdown, dict(metadata)
    same = (title, markdown, typed.metadata) == (content.title, content.markdown, content.metadata)
    if content.verbatim is not None and not same:
        typed.verbatim = verbatim_after_edit(content.verbatim, typed)
    return Edit(path=path_of(content), text=text_of(typed))
