"""Between the files of a course repository and content in the database, byte for byte.

What is read and not changed is written as it was. What is changed is written as OCW's own tools write it, except in
a file that was formatted by hand: there only the lines of the changed values are rewritten.
"""

from learnstead.studio.domain.serialisation.files import (
    Parsed,
    parse,
    path_of,
    text_of,
    title_of_site,
    verbatim_after_edit,
)
from learnstead.studio.domain.serialisation.unreadable import Unreadable

__all__ = ["Parsed", "Unreadable", "parse", "path_of", "text_of", "title_of_site", "verbatim_after_edit"]
