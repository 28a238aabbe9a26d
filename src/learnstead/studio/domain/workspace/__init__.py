"""The folder a site is built in: the files of its repository, and what other sites say about them."""

from learnstead.studio.domain.workspace.facts import facts_about
from learnstead.studio.domain.workspace.files import as_hugo_reads_it, belongs, write_files

__all__ = ["as_hugo_reads_it", "belongs", "facts_about", "write_files"]
