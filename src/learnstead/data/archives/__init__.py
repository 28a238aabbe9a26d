"""Archives from strangers, unpacked without trusting them: tar (plain or gzip) and zip."""

from learnstead.data.archives.limits import BadArchive, Limits
from learnstead.data.archives.unpacking import DamagedFile, Unpacked, unpacked

__all__ = ["BadArchive", "DamagedFile", "Limits", "Unpacked", "unpacked"]
