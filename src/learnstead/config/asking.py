"""The settings of the assistant: which provider answers, and how much it may cost in a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from learnstead.adapters.language_model.extractive import Extractive
from learnstead.adapters.language_model.openai_compatible import BEAT_SECONDS, OpenAICompatible
from learnstead.kernel.errors import Terminal
from learnstead.ports.language_model import Budget, LanguageModel

TOKENS_PER_PERSON, TOKENS_PER_DAY = 100_000, 2_000_000
BEATS = (0.05, 60.0)


class BadAssistant(Terminal):
    """A setting of the assistant cannot be right."""


@dataclass(frozen=True)
class Asking:
    """Where a model is asked, and with what; without an address none is and answers are quotations."""

    url: str = ""
    key: str = ""
    models: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    beat_seconds: float = BEAT_SECONDS

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """From the environment; BadAssistant when something is missing or cannot be right."""
        url = env.get("LEARNSTEAD_ASK_URL", "").strip()
        models = tuple(env.get("LEARNSTEAD_ASK_MODELS", "").split())
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
            raise BadAssistant(f"LEARNSTEAD_ASK_URL is {url!r}, which is not an address such as https://llm.example/v1")
        if urlsplit(url).username or urlsplit(url).password:
            raise BadAssistant("LEARNSTEAD_ASK_URL must not contain a password; LEARNSTEAD_ASK_KEY is for that")
        if url and not models:
            raise BadAssistant("LEARNSTEAD_ASK_URL is set, so LEARNSTEAD_ASK_MODELS must name at least one model")
        budget = Budget(
            person=_number(env, "LEARNSTEAD_ASK_TOKENS_PER_PERSON", TOKENS_PER_PERSON),
            everybody=_number(env, "LEARNSTEAD_ASK_TOKENS_PER_DAY", TOKENS_PER_DAY),
        )
        key = env.get("LEARNSTEAD_ASK_KEY", "")
        return cls(url=url, key=key, models=models, budget=budget, beat_seconds=_beat(env))

    def model(self) -> LanguageModel:
        """The provider these settings speak of."""
        if self.url:
            return OpenAICompatible(url=self.url, key=self.key, models=self.models, beat_seconds=self.beat_seconds)
        return Extractive()


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if value and not value.isdecimal():
        raise BadAssistant(f"{name} is {value!r}; it must be a number of tokens, or 0 for no limit")
    return int(value) if value else default


def _beat(env: Mapping[str, str]) -> float:
    value = env.get("LEARNSTEAD_ASK_BEAT_SECONDS", "").strip() or str(BEAT_SECONDS)
    least, most = BEATS
    if not value.replace(".", "", 1).isdecimal() or not least <= float(value) <= most:
        raise BadAssistant(f"LEARNSTEAD_ASK_BEAT_SECONDS is {value!r}; it must be a number from {least} to {most:.0f}")
    return float(value)
