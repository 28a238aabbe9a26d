"""SignedMessages with joserfc."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, RSAKey

from learnstead.adapters.lti.platform_keys import PlatformKeys
from learnstead.ports.signed_messages import NotSigned

BITS = 2048
ALGORITHM = "RS256"


class WebTokens:
    """A key id that is not known makes us look again, since platforms change their keys without a word."""

    def __init__(self, keys: PlatformKeys | None = None) -> None:
        self._keys = keys or PlatformKeys()

    def read(self, message: str, *, keys_url: str) -> Mapping[str, Any]:
        """Check the signature, and nothing else."""
        try:
            try:
                return _claims(message, self._keys.key_set(keys_url))
            except InvalidKeyIdError:
                return _claims(message, self._keys.key_set(keys_url, fresh=True))
        except (JoseError, ValueError, KeyError, TypeError) as problem:
            raise NotSigned(f"{problem or type(problem).__name__}") from problem

    def write(self, claims: Mapping[str, Any], *, key: str) -> str:
        """Sign, naming the key."""
        signer = _key(key)
        return jwt.encode({"alg": ALGORITHM, "typ": "JWT", "kid": signer.kid}, dict(claims), signer)

    def new_key(self) -> str:
        """RSA."""
        return RSAKey.generate_key(BITS).as_pem(private=True).decode()

    def public(self, key: str) -> Mapping[str, Any]:
        """Without what is private."""
        known = _key(key)
        return {**known.as_dict(private=False), "alg": ALGORITHM, "use": "sig", "kid": known.kid}


def _claims(message: str, found: Mapping[str, Any]) -> Mapping[str, Any]:
    keys: Any = dict(found)
    return jwt.decode(message, KeySet.import_key_set(keys), algorithms=[ALGORITHM]).claims


def _key(pem: str) -> RSAKey:
    key = RSAKey.import_key(pem)
    key.ensure_kid()
    return key
