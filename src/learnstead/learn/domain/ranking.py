"""How scores become an order: what editors set, and what one of them tries out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError

from learnstead.learn.models import RankingSettings, SearchMode
from learnstead.ports.search import Ranking

if TYPE_CHECKING:
    from django.db.models import FloatField

PERCENT = 100
# The only row there may be.
ROW = 1


@dataclass(frozen=True)
class Tuning:
    """Settings for one search, in the units of the production API; None leaves what is set for everybody."""

    yearly_decay_percent: float | None = None
    max_incompleteness_penalty: float | None = None
    min_score: float | None = None
    content_file_score_weight: float | None = None
    keyword_share: float | None = None

    @property
    def said(self) -> Mapping[str, float]:
        """What differs on purpose."""
        return {name: value for name in PARAMETERS if (value := getattr(self, name)) is not None}


PARAMETERS = tuple(field.name for field in fields(Tuning))


def current() -> RankingSettings:
    """What is set, or the defaults."""
    return RankingSettings.objects.filter(pk=ROW).first() or RankingSettings(pk=ROW)


def save(settings: RankingSettings) -> None:
    """Set it for every search from now on. Raises ValidationError for values that are out of bounds."""
    settings.pk = ROW
    settings.full_clean(validate_unique=False, validate_constraints=False)
    settings.save()


def tuned(settings: RankingSettings, tuning: Tuning | None) -> RankingSettings:
    """The settings with some of them replaced for one search; nothing is saved."""
    for name, value in (tuning.said if tuning else {}).items():
        setattr(settings, name, value)
    return settings


def number(name: str, text: str) -> float | None:
    """The value of a parameter as it was typed, if it is one that could be set."""
    field = cast("FloatField[float, float]", RankingSettings._meta.get_field(name))  # noqa: SLF001 - the documented way to a field
    try:
        value = float(field.clean(text, None))
    except (ValidationError, ValueError):
        return None
    return value if isfinite(value) else None


def as_ranking(settings: RankingSettings, *, at: datetime) -> Ranking:
    """The settings in the words of the search port."""
    return Ranking(
        yearly_decay=settings.yearly_decay_percent / PERCENT,
        incompleteness_penalty=settings.max_incompleteness_penalty / PERCENT,
        content_weight=settings.content_file_score_weight,
        min_score=settings.min_score,
        now=at,
    )


def mode(settings: RankingSettings, asked: str) -> SearchMode:
    """The mode that was asked for, or the one that is set."""
    return SearchMode(asked if asked in SearchMode.values else settings.mode)
