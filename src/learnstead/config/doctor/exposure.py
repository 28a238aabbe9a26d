"""What strangers can reach, and with which secrets."""

import os
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from learnstead.config.configuration import Config
from learnstead.config.doctor.finding import Finding, note, ok, problem
from learnstead.config.supervisor.addresses import is_exposed

SHORTEST_KEY = 32


def examine_exposure(config: Config, env: Mapping[str, str]) -> Iterator[Finding]:
    """The switches that are safe on a laptop only."""
    public = is_exposed(urlsplit(config.url).hostname or "localhost")
    yield _debug(config, public=public)
    yield _address(config, public=public)
    yield _key(config)
    if "*" in config.allowed_hosts:
        remedy = "name the hosts in LEARNSTEAD_ALLOWED_HOSTS"
        yield problem("hosts", "any host name is accepted, so links in mails can be forged", remedy)
    if os.geteuid() == 0:
        remedy = "start it as an ordinary user; PostgreSQL already runs as a user of its own"
        yield note("user", "web server and workers run as root", remedy)
    if env.get("LEARNSTEAD_SECRET_KEY"):
        yield ok("secrets", "the secret key comes from the environment")


def _debug(config: Config, *, public: bool) -> Finding:
    if not config.debug:
        return ok("debug", "off")
    if public:
        return problem("debug", "on, so every error shows our settings to the world", "unset LEARNSTEAD_DEBUG")
    return note("debug", "on", "unset LEARNSTEAD_DEBUG before others can reach this server")


def _address(config: Config, *, public: bool) -> Finding:
    if public and not config.secure:
        remedy = "put a web server with TLS in front and set LEARNSTEAD_URL=https://..."
        return problem("address", f"{config.url} sends passwords unencrypted", remedy)
    return ok("address", config.url if public else f"{config.url}, for this machine only")


def _key(config: Config) -> Finding:
    if len(config.secret_key) < SHORTEST_KEY:
        remedy = "set LEARNSTEAD_SECRET_KEY to at least 32 random characters, or unset it to use the generated one"
        return problem("secret key", f"only {len(config.secret_key)} characters long", remedy)
    return ok("secret key", "long enough")
