"""How much one person, one address and everybody together may ask in a day; counted before it is spent."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection

from learnstead.kernel.errors import Transient
from learnstead.learn.models import AskLimit, AskUsage, Conversation
from learnstead.people.models import User
from learnstead.ports.language_model import Budget

SIGNED_IN, ANONYMOUS = 1000, 500
EVERYBODY = "everybody"
SIGNS_PER_TOKEN = 4
KEPT = timedelta(days=40)


class TooMuch(Transient):
    """A limit is reached. ``wait`` is after how many seconds asking makes sense again."""

    def __init__(self, says: str, *, wait: float) -> None:
        """Keep when to come back."""
        super().__init__(says)
        self.wait = max(1, round(wait))


@dataclass(frozen=True)
class Asker:
    """Who asks: a person with an account, or a visitor's session; and from where."""

    user: User | None
    visitor: str
    address: str

    @property
    def is_staff(self) -> bool:
        """Whether limits of questions do not apply."""
        return bool(self.user and self.user.is_staff)

    @property
    def counted_as(self) -> Sequence[str]:
        """The names their use is counted under: the person, or the address without an account."""
        if self.user:
            return (f"user:{self.user.pk}",)
        key = settings.SECRET_KEY.encode()
        return (f"from:{hmac.new(key, self.address.encode(), sha256).hexdigest()[:40]}",)


def count_question(asker: Asker, bot: str, *, at: datetime) -> None:
    """Count a question to a bot, or raise TooMuch. What was refused does not count."""
    limit = AskLimit.objects.filter(bot=bot).first()
    signed_in, anonymous = (limit.signed_in_per_day, limit.anonymous_per_day) if limit else (SIGNED_IN, ANONYMOUS)
    most = signed_in if asker.user else anonymous
    for who in asker.counted_as:
        if _add(who, bot, at, questions=1) > most and not asker.is_staff:
            _add(who, bot, at, questions=-1)
            raise TooMuch(f"You have asked {most} questions today; tomorrow you can ask again.", wait=_left_of_day(at))


def reserve(asker: Asker, tokens: int, budget: Budget, *, at: datetime) -> None:
    """Take tokens out of the day's budgets, or raise TooMuch; ``settle`` corrects the guess afterwards."""
    taken: list[str] = []
    for who, most, whose in _budgets(asker, budget):
        taken.append(who)
        if _add(who, "", at, tokens=tokens) > most > 0:
            for one in taken:
                _add(one, "", at, tokens=-tokens)
            raise TooMuch(f"{whose} budget for today is used up; tomorrow there is a new one.", wait=_left_of_day(at))


def settle(asker: Asker, *, reserved: int, used: int, at: datetime) -> None:
    """Put back what was reserved and not used, or take what was used beyond it; ``at`` is when it was reserved."""
    for who, _, _ in _budgets(asker, Budget()):
        _add(who, "", at, tokens=used - reserved)


def guess(text: str) -> int:
    """About how many tokens a text has."""
    return len(text) // SIGNS_PER_TOKEN + 1


def owned(asker: Asker) -> dict[str, object]:
    """The filter for what belongs to somebody; it matches nothing for those who have not asked anything yet."""
    if asker.user:
        return {"owner": asker.user}
    return {"owner": None, "visitor": asker.visitor} if asker.visitor else {"pk__in": Conversation.objects.none()}


def forget(*, before: datetime) -> None:
    """Forget counts that no limit asks for any more."""
    AskUsage.objects.filter(day__lt=(before - KEPT).date()).delete()


def _budgets(asker: Asker, budget: Budget) -> list[tuple[str, int, str]]:
    return [(asker.counted_as[0], budget.person, "Your"), (EVERYBODY, budget.everybody, "Everybody's")]


def _add(who: str, bot: str, at: datetime, *, questions: int = 0, tokens: int = 0) -> int:
    """Add to a count in one statement, so that questions at the same moment all count; the new sum."""
    day = at.astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learn_askusage AS u (day, who, bot, questions, tokens) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (day, who, bot) DO UPDATE SET questions = GREATEST(0, u.questions + %s),"
            " tokens = GREATEST(0, u.tokens + %s) RETURNING questions, tokens",
            [day, who, bot, max(0, questions), max(0, tokens), questions, tokens],
        )
        sums = cursor.fetchone()
    return int(sums[0] if questions else sums[1])


def _left_of_day(at: datetime) -> float:
    tomorrow = datetime.combine(at.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    return (tomorrow - at).total_seconds()
