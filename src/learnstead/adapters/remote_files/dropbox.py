"""Files that somebody shared by a link of Dropbox.

Source: Dropbox's HTTP documentation of ``sharing/get_shared_link_file`` and ``oauth2/token``; what the service does in
practice is in the reference of the video context.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from learnstead.adapters.remote_files import ranges
from learnstead.kernel import clock
from learnstead.ports.egress import Egress, FetchFailed, FetchRefused, Request, Response
from learnstead.ports.remote_files import PATIENT, Piece

CONTENT = "https://content.dropboxapi.com/2/sharing/get_shared_link_file"
TOKEN = "https://api.dropboxapi.com/oauth2/token"
UNAUTHORIZED, CONFLICT = 401, 409
EARLY = timedelta(minutes=5)


@dataclass(frozen=True)
class DropboxApp:
    """The app that was registered with Dropbox, and the lasting token of the account that let it in."""

    key: str
    secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


def is_shared_link(address: str) -> bool:
    """Whether an address is one that Dropbox gives out."""
    host = urlsplit(address).hostname or ""
    return host == "dropbox.com" or host.endswith(".dropbox.com")


def direct(address: str) -> str:
    """The address at which a shared link gives out the file itself, and not a page about it."""
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "dl"]
    return parts._replace(query=urlencode([*query, ("dl", "1")])).geturl()


class DropboxFiles:
    """Shared links, through the API: their web pages want a sign-in, and are throttled. Threads may share one."""

    def __init__(self, egress: Egress, *, app: DropboxApp, now: Callable[[], datetime] = clock.now) -> None:
        self._egress, self._app, self._now = egress, app, now
        self._lock = threading.Lock()
        self._token, self._until = "", now()

    def piece(self, address: str, *, start: int, version: str, most_bytes: int) -> Piece:
        """Ask with the token we have; one that is no longer good is exchanged once."""
        token = self._access()
        try:
            answer = self._send(address, start, token, most_bytes)
        except FetchRefused as problem:
            if problem.status != UNAUTHORIZED:
                raise self._in_words(address, problem) from problem
            answer = self._send(address, start, self._access(instead_of=token), most_bytes)
        said = _metadata(answer)
        found = ranges.piece_of(
            answer, what=address, most_bytes=most_bytes, version=said.get("rev", ""), name=said.get("name", "")
        )
        if start and version and found.version != version:
            found.body.unlink(missing_ok=True)
            return self.piece(address, start=0, version="", most_bytes=most_bytes)
        return found

    def _send(self, address: str, start: int, token: str, most_bytes: int) -> Response:
        headers = {
            "authorization": f"Bearer {token}",
            "dropbox-api-arg": json.dumps({"url": address}),
            "content-type": "application/octet-stream",
            "accept-encoding": "identity",
            "range": ranges.wanted(start),
        }
        return self._egress.send(
            Request(url=CONTENT, method="POST", headers=headers, body=b"", most_bytes=most_bytes, most_time=PATIENT)
        )

    def _access(self, *, instead_of: str = "") -> str:
        """A token for some hours, kept until shortly before it ends."""
        with self._lock:
            if self._token and self._token != instead_of and self._now() < self._until:
                return self._token
            form = {
                "grant_type": "refresh_token",
                "refresh_token": self._app.refresh_token,
                "client_id": self._app.key,
                "client_secret": self._app.secret,
            }
            kind = {"content-type": "application/x-www-form-urlencoded"}
            answer = self._egress.send(Request(url=TOKEN, method="POST", headers=kind, body=urlencode(form).encode()))
            try:
                said = json.loads(answer.body.read_bytes())
                self._token, lasts = str(said["access_token"]), timedelta(seconds=float(said["expires_in"]))
            except (ValueError, KeyError, TypeError) as problem:
                raise FetchFailed("Dropbox's token endpoint answered with something that is no token") from problem
            finally:
                answer.body.unlink(missing_ok=True)
            self._until = self._now() + lasts - EARLY
            return self._token

    def _in_words(self, address: str, problem: FetchRefused) -> FetchRefused:
        if problem.status != CONFLICT:
            return problem
        return FetchRefused(
            f"Dropbox does not give out {address}: the link is withdrawn, expired, protected by a password, or leads "
            "to a folder; ask its owner for a link to the file that anybody may open",
            status=CONFLICT,
        )


def _metadata(answer: Response) -> dict[str, str]:
    """What Dropbox tells of the file beside its bytes."""
    try:
        said = json.loads(answer.headers.get("dropbox-api-result", ""))
    except ValueError:
        return {}
    return {name: str(value) for name, value in said.items()} if isinstance(said, dict) else {}
