"""The two kinds of failure: one that a retry may mend, and one that needs a person."""


class LearnsteadError(Exception):
    """The root of our own errors; its text is meant to be read by a person."""


class Transient(LearnsteadError):
    """It failed now and may work later: a worker retries it, waiting longer each time."""


class Terminal(LearnsteadError):
    """It fails until a person changes something; the text says what to change."""
