"""Grants: what every signer of ours writes down about an address it made, and how one is taken back."""

import logging
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from learnstead.adapters.delivery.path_token import GRANT_LENGTH
from learnstead.kernel.errors import Terminal
from learnstead.ports.delivery import REVOKED_MARKS
from learnstead.ports.objects import ObjectStore

GRANT = re.compile(f"[0-9a-f]{{{GRANT_LENGTH}}}")
log = logging.getLogger("learnstead.video.grants")


class NoGrant(Terminal):
    """This is not the name of a grant."""


@dataclass(frozen=True)
class Grant:
    """``name`` is what logs know it by; ``expires`` an epoch second."""

    name: str
    expires: int

    @property
    def expires_at(self) -> datetime:
        """The same moment, with its time zone."""
        return datetime.fromtimestamp(self.expires, UTC)


def granted(*, what: str, viewer: str, until: datetime) -> Grant:
    """A new grant, logged; it holds no secret, so the log is no way in."""
    grant = Grant(name=secrets.token_hex(GRANT_LENGTH // 2), expires=ceil(until.timestamp()))
    log.info("grant %s: %s for %s until %s", grant.name, what, viewer, grant.expires_at.isoformat())
    return grant


def revoke(objects: ObjectStore, grant: str, *, at: datetime) -> None:
    """Mark ``grant`` as revoked; the mark says since when, so that old marks can go."""
    if not GRANT.fullmatch(grant):
        raise NoGrant(f"{grant!r} is no grant; the log names them with {GRANT_LENGTH} hex digits")
    objects.put(f"{REVOKED_MARKS}/{grant}", at.isoformat().encode())
    log.info("grant %s: revoked", grant)
