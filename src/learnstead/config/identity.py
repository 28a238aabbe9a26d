"""The settings of signing in with OpenID Connect."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from learnstead.adapters.identity.openid import OpenIdProvider
from learnstead.kernel.errors import Terminal
from learnstead.ports.identity import IdentityProvider, RoleGroups

THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class BadIdentityProvider(Terminal):
    """A setting of the identity provider cannot be right."""


@dataclass(frozen=True)
class IdentitySettings:
    """The provider, or none: then people sign in with passwords only."""

    provider: IdentityProvider | None = None

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """From the environment; BadIdentityProvider when something is missing or cannot be right."""
        issuer = env.get("LEARNSTEAD_OIDC_ISSUER", "").strip()
        if not issuer:
            return cls()
        parts = urlsplit(issuer)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in THIS_MACHINE):
            raise BadIdentityProvider(
                f"LEARNSTEAD_OIDC_ISSUER is {issuer!r}; it is an address that begins with https://"
            )
        client_id = env.get("LEARNSTEAD_OIDC_CLIENT_ID", "").strip()
        if not client_id:
            raise BadIdentityProvider("LEARNSTEAD_OIDC_ISSUER is set, so LEARNSTEAD_OIDC_CLIENT_ID must be, too")
        scopes = env.get("LEARNSTEAD_OIDC_SCOPES") or OpenIdProvider.scopes
        if "openid" not in scopes.split():
            raise BadIdentityProvider(f"LEARNSTEAD_OIDC_SCOPES is {scopes!r}; openid must be among them")
        return cls(
            OpenIdProvider(
                issuer=issuer,
                client_id=client_id,
                client_secret=env.get("LEARNSTEAD_OIDC_CLIENT_SECRET", ""),
                label=env.get("LEARNSTEAD_OIDC_LABEL") or OpenIdProvider.label,
                scopes=scopes,
                groups_claim=env.get("LEARNSTEAD_OIDC_GROUPS_CLAIM") or OpenIdProvider.groups_claim,
                roles=RoleGroups(
                    authors=_names(env, "LEARNSTEAD_OIDC_AUTHOR_GROUPS"),
                    staff=_names(env, "LEARNSTEAD_OIDC_STAFF_GROUPS"),
                    admins=_names(env, "LEARNSTEAD_OIDC_ADMIN_GROUPS"),
                ),
            )
        )


def _names(env: Mapping[str, str], name: str) -> frozenset[str]:
    """Names with commas between: a group's name may have spaces in it."""
    return frozenset(part.strip() for part in env.get(name, "").split(",") if part.strip())
