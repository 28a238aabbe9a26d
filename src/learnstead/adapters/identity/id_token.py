"""Id tokens: whose signature is on them, and whether they were meant for us and for this try (Core 1.0, 3.1.3.7)."""

from collections.abc import Callable, Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from learnstead.ports.identity import IdentityRefused, ProviderUnavailable

# Signatures with a key pair only: "none" proves nothing, and with HS256 a leaked client secret would forge anybody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
LEEWAY_SECONDS = 60


class KeyRing:
    """The provider's public keys, read again when a token was signed with one that is not among them."""

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read = read
        self._keys: KeySet | None = None

    def decode(self, token: str) -> jwt.Token:
        """The token, its signature looked at. A key that came after ours were read is found by reading once more."""
        if self._keys is not None:
            try:
                return jwt.decode(token, self._keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                self._keys = None
        try:
            self._keys = KeySet.import_key_set(self._read())  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as problem:
            raise ProviderUnavailable(f"the provider's keys cannot be read: {problem}") from problem
        return jwt.decode(token, self._keys, algorithms=ALGORITHMS)


def claims_of(token: str, *, keys: KeyRing, issuer: str, client_id: str, nonce: str) -> Mapping[str, Any]:
    """What a token says, once everything about it is right; IdentityRefused otherwise."""
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = keys.decode(token).claims
        registry.validate(claims)
    except (JoseError, ValueError) as problem:
        raise IdentityRefused(f"the identity token from {issuer} does not hold: {problem}") from problem
    audience = claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise IdentityRefused(f"the identity token from {issuer} was made for {claims.get('azp')!r}")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise IdentityRefused(f"the identity token from {issuer} names nobody")
    return claims
