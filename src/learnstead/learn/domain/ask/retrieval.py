"""From a question to the passages an answer may rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from learnstead.kernel import clock, prose
from learnstead.kernel.errors import Transient
from learnstead.kernel.language import sentences, terms
from learnstead.learn.domain import cards, meaning, searching
from learnstead.learn.domain.ask import material, passages, wishes
from learnstead.learn.domain.ask.passages import Text
from learnstead.learn.domain.ask.wishes import Wish
from learnstead.learn.models import Conversation, LearningResource
from learnstead.learn.models.conversation import Bot
from learnstead.ports.encoder import Encoder
from learnstead.ports.language_model import Passage
from learnstead.ports.search import SearchIndex
from learnstead.ports.vectors import VectorIndex

AT_MOST = 6
LOOKED_AT = 8
OPENING = 2
NEAREST, NEARNESS_COUNTS = 4, 0.2
SENTENCES_OF_DESCRIPTION = 4
FEW = 2  # a question with fewer words of its own is about what was asked before


@dataclass(frozen=True)
class Lookup:
    """Where things are looked up."""

    index: SearchIndex
    encoder: Encoder | None = None
    vectors: VectorIndex | None = None


@dataclass(frozen=True)
class Retrieved:
    """Passages, best first; ``subject`` is what they were looked up by, ``wishes`` what they were filtered by."""

    passages: Sequence[Passage]
    subject: str
    wishes: Sequence[Wish] = ()


def retrieve(conversation: Conversation, question: str, before: Sequence[str], lookup: Lookup) -> Retrieved:
    """The passages for a question, which may lean on the questions ``before`` it. Raises IndexMissing."""
    asked = _whole(question, before)
    resource = conversation.about
    if conversation.bot == Bot.RECOMMEND or resource is None:
        return _catalogue(question, before, lookup)
    if conversation.bot == Bot.TUTOR:
        return _tutoring(resource, conversation.problem, question, lookup)
    if conversation.bot == Bot.VIDEO:
        texts = material.of_recording(resource)
    else:
        texts = _with_nearness(material.of_course(resource, asked, lookup.index), resource, asked, lookup)
    pieces = list(chain.from_iterable(passages.cut(one) for one in texts))
    if is_general(asked):  # then what its page says first is the answer
        return Retrieved(passages=passages.numbered(pieces[:OPENING]), subject=resource.title)
    return Retrieved(passages=passages.best(pieces, asked, at_most=AT_MOST), subject=asked)


def _with_nearness(texts: Sequence[Text], resource: LearningResource, asked: str, lookup: Lookup) -> list[Text]:
    """What is near in meaning may be used although it shares no words with the question; none without encoder."""
    if lookup.encoder is None or lookup.vectors is None:
        return list(texts)
    try:
        found = meaning.passages(
            asked, owners=[resource.pk], encoder=lookup.encoder, vectors=lookup.vectors, limit=NEAREST
        )
    except Transient:
        return list(texts)
    near = {one.passage.url: one.cosine * NEARNESS_COUNTS for one in reversed(found)}
    known = {one.url for one in texts}
    others = [
        Text(one.passage.title, one.passage.text, one.passage.url, near=near[one.passage.url])
        for one in found
        if one.passage.url and one.passage.url not in known
    ]
    return [*(replace(one, near=near.get(one.url, 0.0)) for one in texts), *others]


def is_general(question: str) -> bool:
    """Whether it asks what the whole is about, and so has no words to look up."""
    return set(terms(question)) <= GENERAL


GENERAL = frozenset(
    terms("course video recording film lecture episode podcast main idea topic subject summary summarise")
)


def _whole(question: str, before: Sequence[str]) -> str:
    few = len(set(terms(question)) - GENERAL) < FEW and not is_general(question)
    return f"{before[-1]} {question}" if few and before else question


def _catalogue(question: str, before: Sequence[str], lookup: Lookup) -> Retrieved:
    wanted = wishes.recognised(question)
    subject = wishes.subject(question)
    if before and len(set(terms(subject))) < FEW:
        wanted = list(dict.fromkeys([*wishes.recognised(before[-1]), *wanted]))
        subject = f"{wishes.subject(before[-1])} {subject}".strip()
    asked = searching.Asked(text=subject, filters=wishes.filters(wanted), limit=LOOKED_AT, counted=())
    answer = searching.search(asked=asked, index=lookup.index, encoder=lookup.encoder, vectors=lookup.vectors)
    texts = [
        _described(found.resource, _words_inside(found), near="meaning" in found.hit.matched) for found in answer.found
    ]
    fitting = passages.fitting(texts, subject) if terms(subject) else texts
    return Retrieved(passages=passages.numbered(fitting[:AT_MOST]), subject=subject, wishes=wanted)


def _words_inside(found: searching.Found) -> str:
    part = found.hit.part
    return prose.text_of_html(f"{part.title}: {part.highlight}").replace("\n", " ") if part else ""


def _described(resource: LearningResource, inside: str, *, near: bool) -> Text:
    """A resource in sentences, the first of which names it, so that an answer may repeat it."""
    card = cards.card(resource, clock.now())
    described = list(sentences(prose.text_of_html(f"{resource.description}\n{resource.full_description}")))
    facts = ", ".join(filter(None, [card.price.lower(), *(one.lower() for one in card.levels[:1]), card.when]))
    named = f"{card.number} {resource.title}".strip()
    kind = f"{card.kind.lower()}{f' by {card.offered_by}' if card.offered_by else ''}{f', {facts}' if facts else ''}"
    topics = ", ".join(topic.name for topic in resource.topics.all())
    first = f"{named} ({kind}): {described[0] if described else ''}".strip().replace("\n", " ")
    rest = "\n".join([*described[1:SENTENCES_OF_DESCRIPTION], f"Topics: {topics}" if topics else "", inside])
    return Text(
        title=named,
        text=f"{first}\n{rest}",
        url=resource.get_absolute_url(),
        place=card.kind,
        near=NEARNESS_COUNTS * near,
    )


def _tutoring(resource: LearningResource, title: str, question: str, lookup: Lookup) -> Retrieved:
    """The problem first, then what the course says about it; the solution is never among them."""
    known = material.problem(resource, title)
    if known is None:
        return Retrieved(passages=(), subject=question)
    statement = Text(f"Problem: {title}", known.statement, material.page_of(resource), place="problem")
    asked = f"{title} {known.statement} {question}"
    pieces = list(chain.from_iterable(passages.cut(one) for one in material.of_course(resource, asked, lookup.index)))
    helpful = [
        Text(one.title, one.text, one.url, one.place) for one in passages.best(pieces, asked, at_most=AT_MOST - 2)
    ]
    return Retrieved(passages=passages.numbered([*passages.cut(statement), *helpful]), subject=asked)
