"""Whose conversations there are: begun, found again, rated, handed out, deleted, adopted at sign-in, forgotten."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from learnstead.kernel.errors import Terminal
from learnstead.learn.domain.ask import material
from learnstead.learn.domain.ask.limits import Asker, owned
from learnstead.learn.models import Conversation, LearningResource, Turn
from learnstead.learn.models.conversation import Bot
from learnstead.people.models import User

LONGEST_QUESTION = 6_000
LONGEST_REASON = 2_000
LONGEST_TITLE = 90
FORGOTTEN_AFTER = timedelta(days=30)
TURNS_REMEMBERED = 6
NEEDS_A_SUBJECT = (Bot.COURSE, Bot.VIDEO, Bot.TUTOR)


class NotFound(Terminal):
    """There is no such thing for this person; whether it exists for somebody else is not said."""


class BadQuestion(Terminal):
    """The question cannot be put; the text says why."""


def of(asker: Asker) -> QuerySet[Conversation]:
    """Their conversations, the latest first."""
    return Conversation.objects.filter(**owned(asker)).select_related("about")


def find(asker: Asker, pk: UUID) -> Conversation:
    """One of their conversations, or NotFound; also when they may no longer ask about what it is about."""
    found = of(asker).filter(pk=pk).first()
    if found is None or (found.about is not None and not material.may_see(found.about, asker.user)):
        raise NotFound("There is no such conversation.")
    return found


def find_turn(asker: Asker, pk: UUID) -> Turn:
    """One question of theirs with its answer, or NotFound."""
    found = Turn.objects.filter(pk=pk).select_related("conversation__about").first()
    if found is None:
        raise NotFound("There is no such answer.")
    find(asker, found.conversation_id)
    return found


def must_be_open(asker: Asker, *, bot: str, about: LearningResource | None, problem: str) -> None:
    """NotFound when there is nothing to ask this bot about, or not for them."""
    if bot in NEEDS_A_SUBJECT and (about is None or not material.may_see(about, asker.user)):
        raise NotFound("There is nothing like that to ask about.")
    if bot == Bot.TUTOR and about is not None and material.problem(about, problem) is None:
        raise NotFound("There is no such problem.")


def begin(
    asker: Asker, *, bot: str, about: LearningResource | None, problem: str, question: str, at: datetime
) -> Conversation:
    """A new conversation about something that ``must_be_open`` let pass."""
    whose = {"owner": asker.user} if asker.user else {"visitor": asker.visitor}
    title = " ".join(question.split())
    title = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return Conversation.objects.create(
        bot=bot, about=about, problem=problem, title=title, began_at=at, used_at=at, **whose
    )


def put(conversation: Conversation, *, question: str, model: str, at: datetime) -> Turn:
    """The next question of a conversation."""
    Conversation.objects.filter(pk=conversation.pk).update(used_at=at)
    return Turn.objects.create(conversation=conversation, question=question, model=model, asked_at=at)


def must_be_askable(question: str) -> str:
    """The question as it is put, or BadQuestion."""
    asked = question.replace("\x00", "").strip()
    if not asked:
        raise BadQuestion("Write a question first.")
    if len(asked) > LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(asked):,} characters; at most {LONGEST_QUESTION:,} can be read. Make it shorter."
        )
    return asked


def earlier(turn: Turn) -> list[Turn]:
    """The last questions before one, oldest first."""
    before = turn.conversation.turns.filter(asked_at__lt=turn.asked_at).order_by("-asked_at")
    return list(before[:TURNS_REMEMBERED])[::-1]


def rate(turn: Turn, *, rating: str, reason: str) -> None:
    """Keep what somebody thinks of an answer; BadQuestion when the rating is none that there is."""
    if rating not in Turn.Rating.values:
        raise BadQuestion("A rating is like or dislike, or nothing to take it back.")
    turn.rating = rating
    turn.reason = reason.replace("\x00", "").strip()[:LONGEST_REASON] if rating else ""
    turn.save(update_fields=["rating", "reason"])


def answer_text(turn: Turn) -> str:
    """What was answered, as text."""
    return " ".join(event["data"]["text"] for event in turn.events if event["event"] == "sentence")


def sources(turn: Turn) -> list[Mapping[str, Any]]:
    """What an answer cites, in order."""
    return [event["data"] for event in turn.events if event["event"] == "citation"]


def exported(conversations: QuerySet[Conversation]) -> list[dict[str, Any]]:
    """Conversations with all that was said, for those they belong to."""
    return [
        {
            "id": str(one.pk),
            "bot": one.bot,
            "about": one.about.title if one.about else "",
            "problem": one.problem,
            "title": one.title,
            "began_at": one.began_at.isoformat(),
            "turns": [_exported(turn) for turn in one.turns.all()],
        }
        for one in conversations.prefetch_related("turns")
    ]


def _exported(turn: Turn) -> dict[str, Any]:
    return {
        "asked_at": turn.asked_at.isoformat(),
        "question": turn.question,
        "status": turn.status,
        "answer": answer_text(turn),
        "sources": sources(turn),
        "model": turn.model,
        "rating": turn.rating,
        "reason": turn.reason,
    }


def adopt(*, visitor: str, user: User) -> int:
    """Give what a visitor asked to the account they signed in to; returns how many conversations that were."""
    return Conversation.objects.filter(owner=None, visitor=visitor).exclude(visitor="").update(owner=user, visitor="")


def forget_visitors(*, at: datetime) -> int:
    """Delete what visitors without an account asked, a month after they last did."""
    return Conversation.objects.filter(owner=None, used_at__lt=at - FORGOTTEN_AFTER).delete()[0]
