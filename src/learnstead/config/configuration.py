"""Configuration: read once from the environment and the data directory, then frozen."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from learnstead.config.asking import Asking
from learnstead.config.delivery import Delivery
from learnstead.config.identity import IdentitySettings
from learnstead.config.inbound.secrets import Secrets
from learnstead.config.intake import IntakeSettings
from learnstead.config.meaning import MeaningSettings
from learnstead.config.outlets import Outlets
from learnstead.config.places import INSTALL_FILE, BadConfig, data_directory
from learnstead.config.speech import SpeechSettings
from learnstead.config.storing import StoreSettings

MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True)
class Config:
    """Everything that can be set. ``url`` is the public address without a slash at its end.

    ``trusted_proxies`` is how many proxies stand before us, each of which adds to ``X-Forwarded-For``. Without a limit
    ``api_requests_per_minute`` is 0. ``search_url`` is an OpenSearch cluster, or nothing for the embedded index.
    ``demo_feeds`` is where a demo serves its sample payloads, ``dagster_url`` where Dagster's pages are; ``up`` knows.
    """

    data: Path
    database_url: str
    secret_key: str
    webhook_keys: tuple[str, ...]
    url: str
    debug: bool
    allowed_hosts: tuple[str, ...]
    hugo: Path | None
    ffmpeg: Path | None = None
    demo_feeds: str = ""
    dagster_url: str = ""
    sources: str = ""
    trusted_proxies: int = 0
    api_requests_per_minute: int = 6000
    sign_up_open: bool = True
    search_url: str = ""
    email_url: str = ""
    email_from: str = ""
    inbound: Secrets = field(default_factory=Secrets)
    intake: IntakeSettings = field(default_factory=IntakeSettings)
    meaning: MeaningSettings = field(default_factory=MeaningSettings)
    asking: Asking = field(default_factory=Asking)
    identity: IdentitySettings = field(default_factory=IdentitySettings)
    delivery: Delivery = field(default_factory=partial(Delivery, keys=()))
    outlets: Outlets = field(default_factory=Outlets)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    store: StoreSettings = field(default_factory=StoreSettings)

    def schedules(self, source: str) -> bool:
        """Whether a source runs on its schedule: in a demo all do, else those that ``LEARNSTEAD_SOURCES`` names."""
        named = self.sources.replace(",", " ").split()
        return source in named or "all" in named or (not named and bool(self.demo_feeds))

    @property
    def objects(self) -> Path:
        """The folder of the object store, unless it is a bucket."""
        return self.data / "objects"

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies may insist on it."""
        return self.url.startswith("https://")


def load(env: Mapping[str, str]) -> Config:
    """Join the environment and ``install.json`` (written by ``learnstead up``); the environment wins."""
    data = data_directory(env)
    installed = _installed(data)
    url = _setting(env, installed, "LEARNSTEAD_URL", "url", default="http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(url).hostname
    if not host:
        raise BadConfig(f"LEARNSTEAD_URL is {url!r}, which is not an address such as https://learn.example.org")
    hosts = env.get("LEARNSTEAD_ALLOWED_HOSTS", "")
    hugo, ffmpeg = env.get("LEARNSTEAD_HUGO"), env.get("LEARNSTEAD_FFMPEG")
    secret_key = _setting(env, installed, "LEARNSTEAD_SECRET_KEY", "secret_key")
    return Config(
        data=data,
        database_url=_setting(env, installed, "DATABASE_URL", "database_url"),
        secret_key=secret_key,
        webhook_keys=tuple(_setting(env, installed, "LEARNSTEAD_WEBHOOK_KEYS", "webhook_keys").split()),
        url=url,
        debug=env.get("LEARNSTEAD_DEBUG", "") == "1",
        allowed_hosts=(host, "127.0.0.1", "localhost", *hosts.split()),
        hugo=Path(hugo) if hugo else None,
        ffmpeg=Path(ffmpeg) if ffmpeg else None,
        demo_feeds=installed.get("demo_feeds", ""),
        dagster_url=installed.get("dagster_url", ""),
        sources=env.get("LEARNSTEAD_SOURCES", ""),
        trusted_proxies=_number(env, "LEARNSTEAD_TRUSTED_PROXIES", default=0),
        api_requests_per_minute=_number(env, "LEARNSTEAD_API_REQUESTS_PER_MINUTE", default=6000),
        sign_up_open=_open(env, "LEARNSTEAD_SIGN_UP"),
        search_url=env.get("LEARNSTEAD_SEARCH_URL", ""),
        email_url=_mail_server(env.get("LEARNSTEAD_EMAIL_URL", "")),
        email_from=env.get("LEARNSTEAD_EMAIL_FROM") or f"Learnstead <no-reply@{host}>",
        inbound=Secrets.of(env),
        intake=IntakeSettings.of(env),
        meaning=MeaningSettings.of(env),
        asking=Asking.of(env),
        identity=IdentitySettings.of(env),
        delivery=Delivery.of(env, secret_key=secret_key),
        outlets=Outlets.of(env),
        speech=SpeechSettings.of(env),
        store=StoreSettings.of(env),
    )


def _installed(data: Path) -> Mapping[str, str]:
    try:
        return dict(json.loads((data / INSTALL_FILE).read_text()))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as problem:
        raise BadConfig(f"{data / INSTALL_FILE} cannot be read: {problem}") from problem


def _open(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name) or "open"
    if value not in {"open", "closed"}:
        raise BadConfig(f"{name} is {value!r}; it is open or closed")
    return value == "open"


def _setting(
    env: Mapping[str, str], installed: Mapping[str, str], name: str, key: str, *, default: str | None = None
) -> str:
    value = env.get(name) or installed.get(key) or default
    if value is None:
        raise BadConfig(f"set {name}, or start once with 'learnstead up'; looked in the environment and {INSTALL_FILE}")
    return value


def _number(env: Mapping[str, str], name: str, *, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit()):
        raise BadConfig(f"{name} is {text!r}; it is a whole number from 0")
    return int(text)


def _mail_server(url: str) -> str:
    """The address of a mail server, looked at closely: a typing error should not wait for the first mail."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        known = parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        schemes = ", ".join(f"{scheme}://" for scheme in MAIL_SCHEMES)
        raise BadConfig(f"LEARNSTEAD_EMAIL_URL is no mail server: write {schemes} then user:password@host:port")
    if parts.password and parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise BadConfig("LEARNSTEAD_EMAIL_URL would send its password in the open; use smtps:// or smtp+starttls://")
    return url


def from_environment() -> Config:
    """The configuration of this process."""
    return load(os.environ)
