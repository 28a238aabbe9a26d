"""An OpenID Connect provider that speaks the protocol: pages answer redirects, codes work once, PKCE is looked at."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

CLIENT, SECRET = "learnstead", "a secret of the client"


@dataclass
class Provider:
    """``person`` signs in there; ``wrong`` are claims of the id token that differ from what they should be."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "7-ada", "preferred_username": "ada"})
    wrong: dict[str, Any] = field(default_factory=dict)
    only_in_userinfo: tuple[str, ...] = ()
    userinfo_subject: str = ""
    symmetric: bool = False
    describes_itself_as: str = ""
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked_for_keys: int = 0

    def visit(self, address: str) -> str:
        """What a browser does there: the person signs in and is sent back to this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The answer of the token endpoint; None when the code, the client or the verifier is wrong."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        honest = form.get("client_secret") == SECRET and asked and asked["code_challenge"] == challenge
        if not honest or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        told = {name: value for name, value in self.person.items() if name not in self.only_in_userinfo}
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.signed(claims | told | self.wrong)}

    def signed(self, claims: dict[str, Any]) -> str:
        """Claims as an id token."""
        if self.symmetric:
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, self.key)

    def answer(self, path: str) -> dict[str, Any]:
        """What GET tells."""
        if path.endswith("openid-configuration"):
            pages = {
                "authorization_endpoint": "auth?kc=1",
                "token_endpoint": "token",
                "jwks_uri": "keys",
                "userinfo_endpoint": "userinfo",
                "end_session_endpoint": "logout",
            }
            named = {name: f"{self.issuer}/{page}" for name, page in pages.items()}
            return {"issuer": self.describes_itself_as or self.issuer} | named
        if path.endswith("keys"):
            self.asked_for_keys += 1
            return {"keys": [self.key.as_dict(private=False)]}
        return self.person | ({"sub": self.userinfo_subject} if self.userinfo_subject else {})


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.tell(200, provider.answer(self.path))

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            told = provider.token({name: values[0] for name, values in parse_qs(sent).items()})
            self.tell(200 if told else 400, told or {"error": "invalid_grant"})

        def tell(self, status: int, told: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        provider.issuer = f"http://127.0.0.1:{server.server_port}/realms/ours"
        yield provider
        server.shutdown()
        thread.join()
