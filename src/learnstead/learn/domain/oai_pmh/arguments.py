"""What a harvester may ask, and the token with which it goes on."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

from learnstead.learn.domain.oai_pmh.faults import BadArgument, BadResumptionToken, BadVerb, UnknownFormat

FORMATS = ("oai_dc", "lom")
# For each verb: what it needs, and what it may have.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LONGEST_TOKEN = 1_000


@dataclass(frozen=True)
class Selection:
    """Which items a list has. ``until`` is the first moment after it; ``after`` is the last item that was listed.

    ``done`` items were listed already, of ``size`` when the list was begun.
    """

    metadata_prefix: str
    since: datetime | None = None
    until: datetime | None = None
    set_spec: str = ""
    after: tuple[datetime, int] | None = None
    done: int = 0
    size: int = 0


def verb_of(arguments: Mapping[str, Sequence[str]]) -> str:
    """The verb, once it and its arguments are in order."""
    verbs = arguments.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise BadVerb(f"say one of {', '.join(VERBS)} as verb, once")
    needed, possible = VERBS[verbs[0]]
    given = arguments.keys() - {"verb"}
    if strange := sorted(given - needed - possible):
        raise BadArgument(f"{verbs[0]} has no argument {strange[0]!r}")
    if twice := sorted(name for name in given if len(arguments[name]) != 1):
        raise BadArgument(f"{twice[0]} is given {len(arguments[twice[0]])} times")
    if "resumptionToken" in given:
        if len(given) > 1:
            raise BadArgument("resumptionToken stands alone")
    elif missing := sorted(needed - given):
        raise BadArgument(f"{verbs[0]} needs {missing[0]}")
    return verbs[0]


def selection(arguments: Mapping[str, str]) -> Selection:
    """What a list request selects, by its arguments or by the token of the list it continues."""
    if token := arguments.get("resumptionToken"):
        return _resumed(token)
    since, since_day = _moment("from", arguments)
    until, until_day = _moment("until", arguments)
    if since and until and since_day != until_day:
        raise BadArgument("from and until have different granularities")
    if since and until and since > until:
        raise BadArgument("from is later than until")
    after_it = timedelta(days=1) if until_day else timedelta(seconds=1)
    return Selection(
        metadata_prefix=known_format(arguments["metadataPrefix"]),
        since=since,
        until=until + after_it if until else None,
        set_spec=arguments.get("set", ""),
    )


def known_format(prefix: str) -> str:
    """The prefix, when it is one of ours."""
    if prefix not in FORMATS:
        raise UnknownFormat(f"there is no format {prefix!r}; there are {', '.join(FORMATS)}")
    return prefix


def token(selected: Selection, *, after: tuple[datetime, int], listed: int) -> str:
    """A token that continues after an item. It holds all that is needed, so none expires."""
    state = msgspec.json.encode(replace(selected, after=after, done=selected.done + listed))
    return base64.urlsafe_b64encode(state).decode().rstrip("=")


def _resumed(text: str) -> Selection:
    try:
        if len(text) > LONGEST_TOKEN:
            raise BadResumptionToken("the token is too long to be ours")
        state = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        found = msgspec.json.decode(state, type=Selection)
    except (binascii.Error, msgspec.DecodeError, ValueError) as problem:
        raise BadResumptionToken("the token is not one of ours; begin the list again") from problem
    moments = [found.since, found.until, found.after[0] if found.after else None]
    if found.after is None or found.metadata_prefix not in FORMATS or any(one and not one.tzinfo for one in moments):
        raise BadResumptionToken("the token is not one of ours; begin the list again")
    if not 0 <= found.after[1] < 2**63 or "\x00" in found.set_spec:
        raise BadResumptionToken("the token is not one of ours; begin the list again")
    return found


def _moment(name: str, arguments: Mapping[str, str]) -> tuple[datetime | None, bool]:
    """The moment an argument names, and whether it is a whole day."""
    text = arguments.get(name)
    if text is None:
        return None, False
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise BadArgument(f"{name} is {text[:40]!r}; write 2026-11-21 or 2026-11-21T08:00:00Z")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise BadArgument(f"{name} is {text!r}, which no calendar has") from problem
    return moment.replace(tzinfo=UTC), len(text) == len("2026-11-21")
