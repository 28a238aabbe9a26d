"""An answer as a row of events: started, retrieved, sentence by sentence with its citations, done or error.

Every event is stored before it is told, so that a stream that broke off can be taken up again.
"""

import contextlib
import logging
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnstead.kernel import clock
from learnstead.kernel.errors import LearnsteadError
from learnstead.learn.domain import samples
from learnstead.learn.domain.ask import conversations, limits, retrieval
from learnstead.learn.domain.ask.bots import ABOUT
from learnstead.learn.domain.ask.checking import Checker, Sentence, Splitter
from learnstead.learn.domain.ask.limits import Asker
from learnstead.learn.domain.ask.retrieval import Lookup, Retrieved
from learnstead.learn.domain.ask.secrets import Secret
from learnstead.learn.models import Conversation, LearningResource, Turn
from learnstead.learn.models.conversation import Bot
from learnstead.ports.language_model import (
    Budget,
    Exchange,
    LanguageModel,
    ModelUnavailable,
    Passage,
    Prompt,
    Usage,
)
from learnstead.ports.search import IndexMissing

log = logging.getLogger(__name__)
MOST_TOKENS = 700
WAIT_SECONDS = 30

Told = dict[str, Any] | None
"""An event, or None: nothing new, still at work."""


@dataclass
class Answering:
    """One question being answered. ``instructions`` are added to the bot's own; only staff may give any.

    What is not ``is_kept`` is neither stored nor counted.
    """

    turn: Turn
    asker: Asker
    model: LanguageModel
    lookup: Lookup
    at: datetime
    budget: Budget = field(default_factory=Budget)
    instructions: str = ""
    is_kept: bool = True
    _cited: dict[tuple[str, str], int] = field(default_factory=dict)
    _usage: Usage | None = None
    _said: int = 0

    def events(self) -> Generator[Told]:
        """All events. Closing the generator stops the model and says so in the stored events."""
        try:
            yield from self._answered()
        except GeneratorExit:
            self.abandon()
            raise
        except (LearnsteadError, IndexMissing) as problem:
            log.warning("question %s was not answered: %s", self.turn.pk, problem)
            yield self._told("error", _problem(problem))
            self._end(Turn.Status.FAILED)
        except Exception:
            log.exception("question %s was not answered", self.turn.pk)
            yield self._told("error", _problem(LearnsteadError("Something went wrong here.")))
            self._end(Turn.Status.FAILED)

    def abandon(self) -> None:
        """Say that it was stopped, when it never began or nobody read it to its end."""
        if self.turn.status == Turn.Status.RUNNING:
            self._told("done", {"status": Turn.Status.STOPPED})
            self._end(Turn.Status.STOPPED)

    def _answered(self) -> Generator[Told]:
        conversation = self.turn.conversation
        started = {"turn": str(self.turn.pk), "conversation": str(conversation.pk), "bot": conversation.bot}
        yield self._told("started", {**started, "model": self.turn.model, "extractive": self.model.extractive})
        earlier = conversations.earlier(self.turn)
        found = retrieval.retrieve(conversation, self.turn.question, [one.question for one in earlier], self.lookup)
        yield self._told("retrieved", _retrieved(found))
        if found.passages:
            yield from self.generated(found, earlier)
        status = Turn.Status.ANSWERED if self._said else Turn.Status.UNKNOWN
        about = ABOUT[conversation.bot]
        unknown = {} if self._said else {"text": about.unknown, "instead": about.instead}
        yield self._told("done", {"status": status, **unknown})
        self._end(status)

    def generated(self, found: Retrieved, earlier: Sequence[Turn]) -> Generator[Told]:
        """The citations and sentences of an answer."""
        prompt = self._prompt(found, earlier)
        reserved = 0 if self.model.extractive or not self.is_kept else _guess(prompt)
        if reserved:
            limits.reserve(self.asker, reserved, self.budget, at=self.at)
        splitter, checker = Splitter(), self._checker(found.passages)
        heard = 0
        try:
            with contextlib.closing(self.model.stream(prompt, model=self.turn.model)) as pieces:
                for piece in pieces:
                    self._usage = piece.usage or self._usage
                    heard += len(piece.text)
                    if not piece.text:
                        yield None
                    for sentence in checker.passed(splitter.take(piece.text)):
                        yield from self._sentence(sentence, found.passages)
            for sentence in checker.passed(splitter.rest()):
                yield from self._sentence(sentence, found.passages)
        finally:
            self._settle(reserved, heard, prompt)

    def _prompt(self, found: Retrieved, earlier: Sequence[Turn]) -> Prompt:
        bot = self.turn.conversation.bot
        said = [conversations.answer_text(one) for one in earlier]
        sentences = [event["data"]["text"] for one in earlier for event in one.events if event["event"] == "sentence"]
        return Prompt(
            question=found.subject if self.model.extractive else self.turn.question,
            passages=found.passages,
            instructions="\n".join(filter(None, (ABOUT[bot].instructions, self.instructions))),
            history=[Exchange(one.question, text) for one, text in zip(earlier, said, strict=True) if text],
            said=sentences if bot == Bot.TUTOR else (),
            one_of_each=bot == Bot.RECOMMEND,
            most_tokens=MOST_TOKENS,
        )

    def _checker(self, passages: Sequence[Passage]) -> Checker:
        conversation = self.turn.conversation
        if conversation.bot != Bot.TUTOR or conversation.about is None:
            return Checker(passages)
        return Checker(passages, forbidden=Secret.of(conversation.about, conversation.problem).is_told_by)

    def _sentence(self, sentence: Sentence, passages: Sequence[Passage]) -> Generator[Told]:
        known = {one.number: one for one in passages}
        numbers = []
        for number in sentence.citations:
            passage = known[number]
            source = (passage.url, passage.title)
            if source not in self._cited:
                self._cited[source] = len(self._cited) + 1
                place = {"n": self._cited[source], "title": passage.title, "place": passage.place, "url": passage.url}
                way = samples.way_to_cited(passage.url)
                yield self._told("citation", place if way == passage.url else {**place, "href": way})
            numbers.append(self._cited[source])
        self._said += 1
        said = {"n": self._said, "text": sentence.text, "html": sentence.html, "starts": sentence.starts}
        yield self._told("sentence", {**said, "citations": list(dict.fromkeys(numbers))})

    def _told(self, event: str, data: Mapping[str, Any]) -> dict[str, Any]:
        self.turn.events.append({"event": event, "data": dict(data)})
        if self.is_kept:
            self.turn.save(update_fields=["events"])
        return {"id": len(self.turn.events), "event": event, "data": dict(data)}

    def _settle(self, reserved: int, heard: int, prompt: Prompt) -> None:
        if not reserved:
            return
        guessed = Usage(prompt=_guess(prompt) - prompt.most_tokens, completion=heard // limits.SIGNS_PER_TOKEN)
        usage = self._usage or guessed
        self.turn.prompt_tokens, self.turn.completion_tokens = usage.prompt, usage.completion
        used = usage.prompt + usage.completion
        limits.settle(self.asker, reserved=reserved, used=used, at=self.at)

    def _end(self, status: Turn.Status) -> None:
        self.turn.status = status
        self.turn.save(update_fields=["status", "prompt_tokens", "completion_tokens"])


def once(question: str, *, about: LearningResource | None, model: LanguageModel, lookup: Lookup) -> dict[str, Any]:
    """The answer to one question, of which nothing is kept; for the command line."""
    asked = conversations.must_be_askable(question)
    bot = Bot.COURSE if about else Bot.RECOMMEND
    conversation = Conversation(bot=bot, about=about, title=asked)
    found = retrieval.retrieve(conversation, asked, (), lookup)
    answering = Answering(
        turn=Turn(conversation=conversation, question=asked),
        asker=Asker(user=None, visitor="", address=""),
        model=model,
        lookup=lookup,
        at=clock.now(),
        is_kept=False,
    )
    told = [event for event in answering.generated(found, ()) if event] if found.passages else []
    return {
        "question": asked,
        "sentences": [event["data"] for event in told if event["event"] == "sentence"],
        "sources": [event["data"] for event in told if event["event"] == "citation"],
        "filters": _retrieved(found)["filters"],
        "unknown": ABOUT[bot].unknown,
        "instead": ABOUT[bot].instead,
    }


def _guess(prompt: Prompt) -> int:
    texts = [prompt.question, prompt.instructions, *(one.text for one in prompt.passages)]
    texts += [f"{one.question} {one.answer}" for one in prompt.history]
    return sum(map(limits.guess, texts)) + prompt.most_tokens


def _retrieved(found: Retrieved) -> dict[str, Any]:
    passages = [{"n": one.number, "title": one.title, "place": one.place, "url": one.url} for one in found.passages]
    filters = [{"name": one.facet, "value": one.value, "label": one.label} for one in found.wishes]
    return {"passages": passages, "filters": filters}


def _problem(problem: Exception) -> dict[str, Any]:
    """An error as it is told: whose fault it is stays in the log."""
    if isinstance(problem, limits.TooMuch):
        return {"type": "budget", "title": "Too much for today", "detail": str(problem), "retry_after": problem.wait}
    if isinstance(problem, IndexMissing):
        detail = "The search index is being built. Ask again in a moment."
        return {"type": "search", "title": "Not ready yet", "detail": detail, "retry_after": WAIT_SECONDS}
    wait = problem.wait if isinstance(problem, ModelUnavailable) and problem.wait else WAIT_SECONDS
    detail = "The model that answers cannot be reached or broke off. Search works all the same; ask again later."
    return {"type": "model", "title": "No answer now", "detail": detail, "retry_after": wait}
