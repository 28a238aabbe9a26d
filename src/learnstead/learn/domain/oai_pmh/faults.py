"""What the protocol calls errors. They are answers with status 200, as it asks for."""

from learnstead.kernel.errors import Terminal


class Fault(Terminal):
    """A request that cannot be answered; ``code`` is the protocol's."""

    code = ""


class BadVerb(Fault):
    """The verb is missing, given twice or none of the six."""

    code = "badVerb"


class BadArgument(Fault):
    """An argument is missing, given twice, not of this verb or of the wrong form."""

    code = "badArgument"


class BadResumptionToken(Fault):
    """The token was never ours, or what it continues is gone."""

    code = "badResumptionToken"


class UnknownFormat(Fault):
    """The metadata format is not one of ours."""

    code = "cannotDisseminateFormat"


class UnknownId(Fault):
    """There is no such item."""

    code = "idDoesNotExist"


class NothingMatches(Fault):
    """Nothing changed in that time, or nothing is in that set."""

    code = "noRecordsMatch"
