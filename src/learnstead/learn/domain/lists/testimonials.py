"""What learners said, as home and the pages of units show it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet

from learnstead.kernel import taxonomy
from learnstead.learn.models import Testimonial


def shown(*, offeror: str = "") -> QuerySet[Testimonial]:
    """What everybody may read, in order: on home, or on the page of one unit."""
    found = Testimonial.objects.filter(published=True)
    return found.filter(offerors__contains=[offeror]) if offeror else found


def save(
    one: Testimonial,
    *,
    quote: str,
    name: str,
    title: str = "",
    offerors: Sequence[str] = (),
    published: bool = True,
    at: datetime,
) -> Testimonial:
    """Keep what was said, new ones after all others; ValidationError when words or units are missing or unknown."""
    one.quote, one.attestant_name, one.title = (_clean(value) for value in (quote, name, title))
    one.offerors, one.published, one.changed_at = list(dict.fromkeys(offerors)), published, at
    problems: dict[str, str] = {}
    if not one.quote or len(one.quote) > 2000:  # noqa: PLR2004 - as the field says
        problems["quote"] = "Say what was said, in up to 2,000 characters."
    if not one.attestant_name:
        problems["attestant_name"] = "Say who said it."
    unknown = [code for code in one.offerors if code not in taxonomy.offerors()]
    if unknown:
        problems["offerors"] = f'"{unknown[0][:40]}" is not a valid choice.'
    if problems:
        raise ValidationError(problems)
    if one.pk is None:
        last = Testimonial.objects.aggregate(last=Max("position"))["last"]
        one.created_at, one.position = at, 0 if last is None else last + 1
    one.full_clean()
    one.save()
    return one


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
