"""Outside, as this installation is told by its environment."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.bucket.s3 import S3Access, S3Bucket
from learnstead.adapters.egress.http import HttpEgress
from learnstead.adapters.egress.waiting import Time
from learnstead.adapters.ledger.memory import MemoryLedger
from learnstead.adapters.objects.aside import AsideStore
from learnstead.config.extractors import Extractors
from learnstead.config.feeds import objects as samples
from learnstead.data.sources import ovs
from learnstead.kernel import clock
from learnstead.ports.egress import Egress
from learnstead.ports.ledger import Ledger, ScopeState
from learnstead.ports.objects import ObjectStore
from learnstead.ports.text_extraction import TextExtractor

ADDRESS = "address"
PORTS = {"http": 80, "https": 443}


class ConfiguredOutside:
    """Reads ``LEARNSTEAD_REPLAY``, ``_OBJECTS``, ``_S3_…``, ``_TIKA_URL`` and ``_SOURCE_…`` from the environment.

    In a demo ``feeds`` is the address of the sample payloads; a replayed world that the environment names wins.
    ``home`` is our own address, which the demo's source of videos reads unless it is told another.
    """

    def __init__(
        self,
        *,
        scratch: Path,
        env: Mapping[str, str] = os.environ,
        time: Time | None = None,
        feeds: str = "",
        home: str = "",
    ) -> None:
        self._scratch, self._env, self._time, self._home = scratch, env, time, home
        self.replay = env.get("LEARNSTEAD_REPLAY", "") or feeds
        self.demo = bool(feeds) and self.replay == feeds
        self.extractors = Extractors(tika=env.get("LEARNSTEAD_TIKA_URL", ""), feeds=feeds)

    def samples(self, source: str) -> str:
        """Laid out anew, since their dates move with today."""
        if not self.demo:
            return ""
        return str(samples.prepare(source, into=self._scratch / "samples", today=clock.now()) or "")

    def texts(self, *, replay: str) -> TextExtractor:
        """A Tika server, if one was named or replayed; else the libraries that came with us."""
        return self.extractors.of(replay=replay)

    def lives_here(self, source: str) -> bool:
        """Whether its address is ours; in another replayed world than the demo's nothing is."""
        replayed_elsewhere = bool(self.replay) and not self.demo
        return bool(self._home) and not replayed_elsewhere and self.setting(source, ADDRESS) == self._home

    def egress(self, *, replay: str, source: str = "") -> Egress:
        """A client over HTTP; all runs of this process share the one that goes to the real world, and its pace."""
        if replay:
            return HttpEgress(scratch=self._scratch, replay=replay, time=self._time)
        return self._home_too if self.lives_here(source) else self._to_the_real_world

    @cached_property
    def _to_the_real_world(self) -> Egress:
        return HttpEgress(scratch=self._scratch, time=self._time, internal=self._internal)

    @cached_property
    def _home_too(self) -> Egress:
        home = urlsplit(self._home)
        port = home.port or PORTS[home.scheme]
        return HttpEgress(scratch=self._scratch, time=self._time, internal=[*self._internal, f"{home.hostname}:{port}"])

    @property
    def _internal(self) -> list[str]:
        return self._env.get("LEARNSTEAD_INTERNAL_HOSTS", "").split()

    def bucket(self, name: str, *, folder: str) -> FolderBucket | S3Bucket | None:
        """A folder, if one was named; else S3, if it was said where."""
        chosen = folder or self._env.get("LEARNSTEAD_OBJECTS", "")
        if chosen:
            return FolderBucket(Path(chosen))
        env = self._env
        access = S3Access(
            endpoint=env.get("LEARNSTEAD_S3_ENDPOINT", ""),
            region=env.get("LEARNSTEAD_S3_REGION", "") or S3Access.region,
            access_key_id=env.get("LEARNSTEAD_S3_ACCESS_KEY_ID", ""),
            secret_access_key=env.get("LEARNSTEAD_S3_SECRET_ACCESS_KEY", ""),
        )
        known = access.endpoint or env.get("LEARNSTEAD_S3_REGION") or access.access_key_id
        return S3Bucket(name, access=access) if name and known else None

    def setting(self, source: str, name: str) -> str | None:
        """From the environment; a demo shows the videos that are made in it."""
        said = self._env.get(f"LEARNSTEAD_SOURCE_{source}_{name}".upper())
        return self._home if said is None and self.demo and (source, name) == (ovs.NAME, ADDRESS) else said

    def aside(self, objects: ObjectStore) -> ObjectStore:
        """In a temporary folder."""
        return AsideStore(objects, scratch=self._scratch)

    def ledger_aside(self, scopes: Sequence[ScopeState]) -> Ledger:
        """In memory."""
        return MemoryLedger(scopes)
