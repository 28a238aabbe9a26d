"""The settings of files on their way in: how much, from which trays, and through which app of Dropbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.remote_files.dropbox import DropboxApp, DropboxFiles, direct, is_shared_link
from learnstead.adapters.remote_files.web import WebFiles
from learnstead.kernel.errors import Terminal
from learnstead.ports.intake import Intake, IntakeRules, Tray
from learnstead.ports.remote_files import Piece, RemoteFiles

if TYPE_CHECKING:
    from learnstead.config.outside import ConfiguredOutside  # it asks for the configuration, which asks for this

WATCH, OWNER = "LEARNSTEAD_VIDEO_WATCH", "LEARNSTEAD_VIDEO_WATCH_OWNER"
DROPBOX = ("LEARNSTEAD_DROPBOX_APP_KEY", "LEARNSTEAD_DROPBOX_APP_SECRET", "LEARNSTEAD_DROPBOX_REFRESH_TOKEN")


class BadIntake(Terminal):
    """A setting of intake cannot be right."""


@dataclass(frozen=True)
class IntakeSettings:
    """``watched``: folders, and prefixes of buckets as ``s3://bucket/prefix``, whose films belong to ``owner``."""

    rules: IntakeRules = field(default_factory=IntakeRules)
    watched: tuple[str, ...] = ()
    owner: str = ""
    dropbox: DropboxApp | None = None

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """From the environment; BadIntake when something is missing or cannot be right."""
        watched = tuple(place.strip() for place in env.get(WATCH, "").split(";") if place.strip())
        owner = env.get(OWNER, "").strip()
        if watched and not owner:
            raise BadIntake(f"{WATCH} is set, so {OWNER} must name the user whom the films will belong to")
        for place in watched:
            if not place.startswith("s3://") and not Path(place).is_absolute():
                raise BadIntake(f"{WATCH} has {place!r}; write the whole path of a folder, or s3://bucket/prefix")
        given = [env.get(name, "").strip() for name in DROPBOX]
        if any(given) and not all(given):
            raise BadIntake(f"{', '.join(DROPBOX)} belong together: set all of them, or none")
        rules = IntakeRules(
            most_bytes=_number(env, "LEARNSTEAD_VIDEO_MOST_BYTES", IntakeRules.most_bytes),
            most_unfinished=_number(env, "LEARNSTEAD_VIDEO_UPLOADS_PER_PERSON", IntakeRules.most_unfinished),
        )
        return cls(rules=rules, watched=watched, owner=owner, dropbox=DropboxApp(*given) if all(given) else None)

    def opened(self, *, outside: "ConfiguredOutside", scratch: Path) -> Intake:
        """What jobs and pages work with. Addresses come from people, so none inside our network is ever asked."""
        egress = HttpEgress(scratch=scratch)
        web = WebFiles(egress)
        shared = DropboxFiles(egress, app=self.dropbox) if self.dropbox else _Direct(web)
        return Intake(
            rules=self.rules,
            trays=[self._tray(place, outside) for place in self.watched],
            files_at=lambda address: shared if is_shared_link(address) else web,
        )

    def _tray(self, place: str, outside: "ConfiguredOutside") -> Tray:
        if not place.startswith("s3://"):
            return Tray(name=place, bucket=FolderBucket(Path(place)), owner=self.owner, grows=True)
        parts = urlsplit(place)
        bucket = outside.bucket(parts.netloc, folder="")
        if bucket is None:
            raise BadIntake(f"{WATCH} has {place}, and nothing says where it is: set LEARNSTEAD_S3_ENDPOINT or _REGION")
        grows = isinstance(bucket, FolderBucket)
        return Tray(name=place, bucket=bucket, owner=self.owner, grows=grows, prefix=parts.path.lstrip("/"))


@dataclass(frozen=True)
class _Direct:
    """Shared links without an app: as anybody can have them, until Dropbox has had enough of us."""

    web: RemoteFiles

    def piece(self, address: str, *, start: int, version: str, most_bytes: int) -> Piece:
        """As of any address."""
        return self.web.piece(direct(address), start=start, version=version, most_bytes=most_bytes)


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip().replace("_", "")
    if text and (not text.isascii() or not text.isdigit() or int(text) == 0):
        raise BadIntake(f"{name} is {text!r}; it is a whole number from 1")
    return int(text) if text else default
