"""Why an upload is not kept."""

from learnstead.kernel.errors import Terminal


class UploadRefused(Terminal):
    """A file that we do not keep; the text says why and what to do instead."""
