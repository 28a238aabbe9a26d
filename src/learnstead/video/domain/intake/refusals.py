"""Why a file, or a part of one, is not taken."""

from learnstead.kernel.errors import Terminal, Transient


class Refused(Terminal):
    """The file is not taken; the text says why."""


class TooMuch(Refused):
    """It is too large, or there is no room for it in the collection, or for another upload of this person."""


class Gone(Refused):
    """Nothing can be added any more: it is complete, was cancelled, or waited too long."""


class WrongPlace(Refused):
    """The bytes do not belong where the last ones ended."""


class Damaged(Refused):
    """The bytes are not those the checksum was made of."""


class Held(Transient):
    """Somebody else is writing to it at this moment."""
