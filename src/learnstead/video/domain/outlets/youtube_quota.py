"""YouTube's quota: counted here before it is spent, by the day in California.

Uploads have a count of their own; everything else costs units. Numbers are those of Google's quota calculator.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from learnstead.video.models import YouTubeDay

CALIFORNIA = ZoneInfo("America/Los_Angeles")
UPLOADS_PER_DAY, UNITS_PER_DAY = 100, 10_000
LIST_CAPTIONS, ADD_CAPTION, REPLACE_CAPTION = 50, 400, 450
LOOK, REMOVE = 1, 50
# Looking how videos are and taking them down goes on when captions have used up the rest.
KEPT_BACK = 500


def may_upload(*, at: datetime) -> bool:
    """Count one more upload, unless the day's are used up."""
    return _spend(at, uploads=1, units=0, most=UNITS_PER_DAY)


def may_spend(units: int, *, at: datetime, needed: bool = False) -> bool:
    """Count so many units, unless too few are left; ``needed`` may use what is kept back."""
    return _spend(at, uploads=0, units=units, most=UNITS_PER_DAY if needed else UNITS_PER_DAY - KEPT_BACK)


def close(*, at: datetime) -> None:
    """YouTube says that the day's quota is used up, whatever we counted."""
    YouTubeDay.objects.update_or_create(day=_day(at), defaults={"is_over": True})


def is_open(*, at: datetime) -> bool:
    """Whether YouTube still takes something today."""
    return not YouTubeDay.objects.filter(day=_day(at), is_over=True).exists()


def next_day(at: datetime) -> datetime:
    """The next midnight in California, when the quota begins anew."""
    return datetime.combine(_day(at) + timedelta(days=1), time(), tzinfo=CALIFORNIA)


@transaction.atomic
def _spend(at: datetime, *, uploads: int, units: int, most: int) -> bool:
    day, _ = YouTubeDay.objects.get_or_create(day=_day(at))
    return bool(
        YouTubeDay.objects.filter(
            pk=day.pk, is_over=False, uploads__lte=UPLOADS_PER_DAY - uploads, units__lte=most - units
        ).update(uploads=F("uploads") + uploads, units=F("units") + units)
    )


def _day(at: datetime) -> date:
    return at.astimezone(CALIFORNIA).date()
