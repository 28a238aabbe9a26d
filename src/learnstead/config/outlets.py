"""The settings of services elsewhere that make, caption or show videos. Each is off until it is set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from learnstead.adapters.mediaconvert.account import Account
from learnstead.adapters.three_play.client import ThreePlayClient
from learnstead.adapters.youtube_upload.client import YouTubeClient
from learnstead.kernel.errors import Terminal
from learnstead.ports.caption_orders import CaptionVendor
from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import Farm
from learnstead.ports.youtube import YouTube

MEDIACONVERT = (
    "LEARNSTEAD_MEDIACONVERT_REGION",
    "LEARNSTEAD_MEDIACONVERT_BUCKET",
    "LEARNSTEAD_MEDIACONVERT_ROLE",
)
YOUTUBE = (
    "LEARNSTEAD_YOUTUBE_CLIENT_ID",
    "LEARNSTEAD_YOUTUBE_CLIENT_SECRET",
    "LEARNSTEAD_YOUTUBE_REFRESH_TOKEN",
)
LEAST_SECRET = 32


class BadOutlet(Terminal):
    """A setting of a service elsewhere cannot be right."""


@dataclass(frozen=True)
class Outlets:
    """``sns_topics`` are believed when SNS signs for them; whoever knows ``sns_secret`` in the address is, unsigned.

    ``aws_endpoint`` stands in for Amazon's addresses. ``youtube_hourly`` is how many videos are sent in an hour.
    """

    mediaconvert: Account | None = None
    aws_endpoint: str = ""
    sns_topics: Sequence[str] = ()
    sns_secret: str = field(default="", repr=False)
    youtube_keys: Sequence[str] = field(default=(), repr=False)
    youtube_hourly: int = 4
    three_play_key: str = field(default="", repr=False)
    three_play_languages: Mapping[str, int] = field(default_factory=lambda: {"en": 1})
    three_play_turnaround: int = 5

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """From the environment."""
        secret = env.get("LEARNSTEAD_SNS_SECRET", "")
        if secret and len(secret) < LEAST_SECRET:
            raise BadOutlet(f"LEARNSTEAD_SNS_SECRET stands for a signature: make it {LEAST_SECRET} characters or more")
        return cls(
            mediaconvert=_account(env),
            aws_endpoint=env.get("LEARNSTEAD_AWS_ENDPOINT", ""),
            sns_topics=tuple(env.get("LEARNSTEAD_SNS_TOPICS", "").split()),
            sns_secret=secret,
            youtube_keys=_all_or_none(env, YOUTUBE),
            youtube_hourly=_number(env, "LEARNSTEAD_YOUTUBE_UPLOADS_PER_HOUR", 4),
            three_play_key=env.get("LEARNSTEAD_3PLAY_KEY", ""),
            three_play_languages=_languages(env.get("LEARNSTEAD_3PLAY_LANGUAGES") or "en:1"),
            three_play_turnaround=_number(env, "LEARNSTEAD_3PLAY_TURNAROUND", 5),
        )

    def farm(self, objects: ObjectStore) -> Farm | None:
        """MediaConvert, when it is set up."""
        if self.mediaconvert is None:
            return None
        from learnstead.adapters.mediaconvert.client import MediaConvert  # noqa: PLC0415 - boto3 is slow to load

        return MediaConvert(self.mediaconvert, objects)

    def youtube(self) -> YouTube | None:
        """One channel, when somebody signed in for it."""
        if not self.youtube_keys:
            return None
        name, secret, token = self.youtube_keys
        return YouTubeClient(client_id=name, client_secret=secret, refresh_token=token)

    def caption_vendor(self) -> CaptionVendor | None:
        """3Play Media, with a key."""
        if not self.three_play_key:
            return None
        return ThreePlayClient(
            key=self.three_play_key, languages=self.three_play_languages, turnaround=self.three_play_turnaround
        )


def _account(env: Mapping[str, str]) -> Account | None:
    given = _all_or_none(env, MEDIACONVERT)
    if not given:
        return None
    region, bucket, role = given
    return Account(
        region=region,
        bucket=bucket,
        role=role,
        queue=env.get("LEARNSTEAD_MEDIACONVERT_QUEUE", ""),
        endpoint=env.get("LEARNSTEAD_AWS_ENDPOINT", ""),
    )


def _all_or_none(env: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    missing = [name for name in names if not env.get(name)]
    if missing and len(missing) < len(names):
        raise BadOutlet(f"set {', '.join(missing)} too, or none of {', '.join(names)}")
    return () if missing else tuple(env[name] for name in names)


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and int(text)):
        raise BadOutlet(f"{name} is {text!r}; it is a whole number from 1")
    return int(text)


def _languages(text: str) -> Mapping[str, int]:
    try:
        return {name: int(number) for name, number in (one.split(":") for one in text.split())}
    except ValueError as problem:
        raise BadOutlet(f"LEARNSTEAD_3PLAY_LANGUAGES is {text!r}; write such as en:1 es:13") from problem
