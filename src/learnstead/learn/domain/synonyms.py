"""Words and phrases that mean the same to somebody who searches. They count from the next search on."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from learnstead.learn.models import SynonymGroup

FEWEST, MOST, LONGEST, MOST_GROUPS = 2, 20, 80, 1000


def read(text: str) -> list[str]:
    """The words of a group from a form: one a line, or between commas. Raises ValidationError with all that is wrong.

    A word may stand in several groups: "ml" may be machine learning to some and maximum likelihood to others.
    """
    found = (" ".join(word.casefold().split()) for line in text.splitlines() for word in line.split(","))
    words = list(dict.fromkeys(filter(None, found)))
    wrong = []
    if len(words) < FEWEST:
        wrong.append("Give at least two words or phrases that mean the same.")
    if len(words) > MOST:
        wrong.append(f"A group may have {MOST} words and phrases at most; this one has {len(words)}.")
    wrong += [f"“{word[:LONGEST]}…” is longer than {LONGEST} characters." for word in words if len(word) > LONGEST]
    wrong += [f"“{word}” has no letter and no digit." for word in words if not any(map(str.isalnum, word))]
    wrong += [f"“{word}” has a character that nobody can type." for word in words if not word.isprintable()]
    if wrong:
        raise ValidationError(wrong)
    return words


def add(text: str) -> SynonymGroup:
    """A new group. Raises ValidationError."""
    words = read(text)
    _refuse_repetition(words, than=None)
    if SynonymGroup.objects.count() >= MOST_GROUPS:
        raise ValidationError(f"There are {MOST_GROUPS} groups already; remove one that nobody needs.")
    return SynonymGroup.objects.create(words=words)


def change(group: SynonymGroup, text: str) -> SynonymGroup:
    """Other words for a group. Raises ValidationError."""
    words = read(text)
    _refuse_repetition(words, than=group.pk)
    group.words = words
    group.save()
    return group


def _refuse_repetition(words: Sequence[str], *, than: int | None) -> None:
    others = SynonymGroup.objects.exclude(pk=than) if than else SynonymGroup.objects.all()
    same = others.filter(words__contains=list(words)).first()
    if same:
        raise ValidationError(f"There is a group with these words already: {same}.")
