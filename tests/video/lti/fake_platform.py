"""A learning platform: a server with its public keys, and what its browsers would bring us."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from learnstead.video.domain.lti.launches import CLAIM, LINKING, MEMBERSHIP
from learnstead.video.models import LtiPlatform
from tests.vendor_server import Answer, Asked, Vendor, told

CLIENT_ID = "learnstead-at-canvas"
DEPLOYMENT = "7:deploy"
ISSUER = "https://canvas.example.org"
KEYS = {name: RSAKey.generate_key(2048, {"kid": name}) for name in ("first", "second", "stranger's")}


@dataclass
class FakePlatform(Vendor):
    """``published`` are the names of the keys that it shows now."""

    published: list[str] = field(default_factory=lambda: ["first"])

    def answer(self, asked: Asked) -> Answer:
        return told({"keys": [KEYS[name].as_dict(private=False) for name in self.published]})

    def register(self, **fields: Any) -> LtiPlatform:
        return LtiPlatform.objects.create(
            **{
                "name": "Canvas",
                "issuer": ISSUER,
                "client_id": CLIENT_ID,
                "login_url": f"{ISSUER}/auth",
                "keys_url": f"{self.url}/jwks",
                "deployments": [DEPLOYMENT],
                **fields,
            }
        )

    def begin(self, client: Any, **given: str) -> dict[str, str]:
        """A browser comes, is sent to the platform, and this is what it takes along."""
        answer = client.get("/lti/login/", {"iss": ISSUER, "login_hint": "42", "client_id": CLIENT_ID, **given})
        assert answer.status_code == 302, answer.content
        return {name: values[0] for name, values in parse_qs(urlsplit(answer["location"]).query).items()}

    def message(self, given: str, *, key: str = "first", header: dict[str, str] | None = None, **claims: Any) -> str:
        """What it signs: a learner opens a link, unless told otherwise. A claim that is None is left out."""
        now = int(time.time())
        whole = {
            "iss": ISSUER,
            "aud": CLIENT_ID,
            "sub": "learner-1",
            "iat": now,
            "exp": now + 300,
            "nonce": given,
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}deployment_id": DEPLOYMENT,
            f"{CLAIM}context": {"id": "course-1", "title": "The sea"},
            f"{CLAIM}roles": [f"{MEMBERSHIP}Learner"],
            **claims,
        }
        kept = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(header or {"alg": "RS256", "kid": key}, kept, KEYS[key], algorithms=["RS256", "PS256"])

    def launch(self, client: Any, *, key: str = "first", **claims: Any) -> Any:
        """The whole way of a browser, up to our answer."""
        brought = self.begin(client)
        return client.post(
            "/lti/launch/", {"state": brought["state"], "id_token": self.message(brought["nonce"], key=key, **claims)}
        )


def link_to(video: Any) -> dict[str, Any]:
    """The claim of a link to a video."""
    return {f"{CLAIM}custom": {"video": video.hexkey}}


TEACHER = {f"{CLAIM}roles": [f"{MEMBERSHIP}Instructor"]}


def choosing(*, several: bool = True) -> dict[str, Any]:
    """The claims of a teacher who is to choose."""
    return {
        **TEACHER,
        f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{LINKING}deep_linking_settings": {
            "deep_link_return_url": f"{ISSUER}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_multiple": several,
            "data": "a thing to bring back",
        },
    }
