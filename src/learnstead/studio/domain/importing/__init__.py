"""Importing a course: from a folder, a git repository or a zip file, all of it or nothing."""

from learnstead.studio.domain.importing.applying import ImportReport, import_course
from learnstead.studio.domain.importing.reading import CannotImport
from learnstead.studio.domain.importing.sources import Source, source_at

__all__ = ["CannotImport", "ImportReport", "Source", "import_course", "source_at"]
