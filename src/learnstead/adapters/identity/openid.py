"""IdentityProvider over OpenID Connect Core 1.0: discovery, code with PKCE (RFC 7636), signed id tokens."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx

from learnstead.adapters.identity.id_token import KeyRing, claims_of
from learnstead.ports.identity import Attempt, Identity, IdentityRefused, ProviderUnavailable, RoleGroups

PATIENCE = httpx.Timeout(10.0, connect=5.0)
DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LONGEST_GROUP, MOST_GROUPS = 255, 2000


@dataclass(frozen=True)
class OpenIdProvider:
    """One provider and us as its client. Without a secret we are a public client, which PKCE alone protects.

    ``groups_claim`` may be a path with dots, such as Keycloak's "realm_access.roles".
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    label: str = "your institution"
    scopes: str = "openid profile email"
    groups_claim: str = "groups"
    roles: RoleGroups = field(default_factory=RoleGroups)

    def address(self, attempt: Attempt, *, back: str) -> str:
        """The provider's page with our question."""
        digest = hashlib.sha256(attempt.verifier.encode()).digest()
        question = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": self.scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return _with_query(self._endpoints["authorization_endpoint"], question)

    def identify(self, *, code: str, attempt: Attempt, back: str) -> Identity:
        """The identity in the id token, and in the userinfo answer what the token leaves out."""
        tokens = self._tokens(code, attempt, back)
        claims = claims_of(
            str(tokens.get("id_token") or ""),
            keys=self._keys,
            issuer=self.issuer,
            client_id=self.client_id,
            nonce=attempt.nonce,
        )
        if self._lacks(claims) and "userinfo_endpoint" in self._endpoints:
            claims = {**self._userinfo(str(tokens.get("access_token") or ""), claims["sub"]), **claims}
        return self._identity(claims)

    def farewell(self, *, back: str) -> str:
        """RP-initiated logout, without a token: the provider asks the person whether they mean it."""
        try:
            page = self._endpoints.get("end_session_endpoint", "")
        except ProviderUnavailable:
            return ""
        return _with_query(page, {"client_id": self.client_id, "post_logout_redirect_uri": back}) if page else ""

    @cached_property
    def _endpoints(self) -> Mapping[str, str]:
        found = _json(httpx.Request("GET", f"{self.issuer.rstrip('/')}{DISCOVERY}"))
        if found.get("issuer") != self.issuer:
            raise ProviderUnavailable(f"{self.issuer} describes itself as {found.get('issuer')!r}; set that as issuer")
        missing = [name for name in NEEDED if not isinstance(found.get(name), str)]
        if missing:
            raise ProviderUnavailable(f"{self.issuer} does not say its {', '.join(missing)}")
        return {name: value for name, value in found.items() if isinstance(value, str)}

    @cached_property
    def _keys(self) -> KeyRing:
        return KeyRing(lambda: _json(httpx.Request("GET", self._endpoints["jwks_uri"])))

    def _tokens(self, code: str, attempt: Attempt, back: str) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
            "client_id": self.client_id,
        }
        if self.client_secret:
            form["client_secret"] = self.client_secret
        return _json(httpx.Request("POST", self._endpoints["token_endpoint"], data=form))

    def _lacks(self, claims: Mapping[str, Any]) -> bool:
        return _within(claims, self.groups_claim) is None or not claims.get("email") or not claims.get("name")

    def _userinfo(self, token: str, subject: str) -> Mapping[str, Any]:
        headers = {"authorization": f"Bearer {token}"}
        told = _json(httpx.Request("GET", self._endpoints["userinfo_endpoint"], headers=headers))
        if told.get("sub") != subject:
            raise IdentityRefused(f"{self.issuer} speaks of {told.get('sub')!r} where the token is for {subject!r}")
        return told

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        return Identity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            username=_text(claims.get("preferred_username")),
            name=_text(claims.get("name")),
            email=_text(claims.get("email")),
            email_verified=claims.get("email_verified") is True,
            groups=_groups(_within(claims, self.groups_claim)),
        )


def _json(request: httpx.Request) -> dict[str, Any]:
    """The object that an endpoint answers with. Redirects are not followed: a secret goes to the named host only."""
    try:
        with httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client:
            answer = client.send(request)
        told = answer.json()
    except httpx.HTTPError as problem:
        raise ProviderUnavailable(f"{request.url} cannot be reached ({type(problem).__name__})") from problem
    except ValueError as problem:
        raise ProviderUnavailable(
            f"{request.url} answered {answer.status_code} with something else than JSON"
        ) from problem
    if not isinstance(told, dict):
        raise ProviderUnavailable(f"{request.url} answered with JSON that is no object")
    if answer.is_server_error:
        raise ProviderUnavailable(f"{request.url} answered {answer.status_code}")
    if not answer.is_success:
        raise IdentityRefused(f"{request.url} answered {answer.status_code}: {str(told.get('error'))[:100]}")
    return told


def _with_query(address: str, more: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"


def _within(claims: Mapping[str, Any], name: str) -> Any:
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _groups(claim: Any) -> frozenset[str] | None:
    """Null or anything but a list says nothing: it must not take everybody's access away."""
    if not isinstance(claim, list):
        return None
    names = (_text(name) for name in claim[:MOST_GROUPS] if isinstance(name, str))
    return frozenset(name for name in names if name and len(name) <= LONGEST_GROUP)


def _text(value: object) -> str:
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""
