"""Who somebody is, by the word of another organisation: OpenID Connect as we need it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol

from learnstead.kernel.errors import Terminal, Transient


class ProviderUnavailable(Transient):
    """The provider does not answer, or answers nonsense; signing in may work later."""


class IdentityRefused(Terminal):
    """What came back from the provider proves nobody's identity; the text says what was wrong with it."""


@dataclass(frozen=True)
class Attempt:
    """One try to sign in. All three are random and known to one browser's session only; ``verifier`` is PKCE's."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """A person as the provider describes them. ``groups`` are whole names, paths included.

    ``groups`` is None when the provider said nothing of groups at all, which is not the same as "in none".
    """

    issuer: str
    subject: str
    username: str = ""
    name: str = ""
    email: str = ""
    email_verified: bool = False
    groups: AbstractSet[str] | None = None


@dataclass(frozen=True)
class RoleGroups:
    """The provider's groups whose members have a role here; nobody gets a role by a claim while these are empty."""

    authors: AbstractSet[str] = field(default_factory=frozenset)
    staff: AbstractSet[str] = field(default_factory=frozenset)
    admins: AbstractSet[str] = field(default_factory=frozenset)


class IdentityProvider(Protocol):
    """An OpenID Connect provider, asked with an authorization code."""

    @property
    def label(self) -> str:
        """What people call it, to be shown on a button."""

    @property
    def roles(self) -> RoleGroups:
        """Which of its groups mean a role."""

    def address(self, attempt: Attempt, *, back: str) -> str:
        """Where to send the browser, which comes back to ``back``. Raises ProviderUnavailable."""

    def identify(self, *, code: str, attempt: Attempt, back: str) -> Identity:
        """Trade the code for a proof and look at it. Raises ProviderUnavailable or IdentityRefused."""

    def farewell(self, *, back: str) -> str:
        """Where a person ends the session they have there; nothing when it has no such page."""
