"""What each kind of conversation is for: how it introduces itself, what one may begin with, how a model answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from learnstead.learn.models.conversation import Bot

PLAIN = (
    "You help people who want to learn. Answer in plain English in at most six short sentences, or a list. "
    "No headings, no tables, no pictures, no links."
)


@dataclass(frozen=True)
class About:
    """``unknown`` is what is said when nothing was found, ``instead`` what one can do then."""

    heading: str
    starters: Sequence[str]
    instructions: str
    unknown: str
    instead: str


ABOUT: Mapping[str, About] = {
    Bot.RECOMMEND: About(
        heading="Ask for something to learn",
        starters=(
            "Free courses about programming for beginners",
            "How do cities deal with floods?",
            "Podcasts about reading and writing",
        ),
        instructions=(
            f"{PLAIN} Recommend what fits the question best from the passages, each of which describes one thing in a "
            "catalogue. Name each by its title and say in one sentence why it fits."
        ),
        unknown="I don't know of anything in this catalogue that fits.",
        instead="Say it in other words, or take away a condition such as “free”.",
    ),
    Bot.COURSE: About(
        heading="Ask about this course",
        starters=("What is this course about?", "How is it graded?", "What should I know before I begin?"),
        instructions=f"{PLAIN} Answer questions about one course from passages of its pages and files.",
        unknown="I don't know: nothing in this course's pages and files speaks of that.",
        instead="Ask with words the course might use, or look through what is inside.",
    ),
    Bot.VIDEO: About(
        heading="Ask about this recording",
        starters=("What is this about?", "What is the main idea?", "Which example is used?"),
        instructions=f"{PLAIN} Answer questions about one recording from passages of its transcript.",
        unknown="I don't know: nothing that is said in this recording speaks of that.",
        instead="Ask with words that might be spoken in it, or read the transcript.",
    ),
    Bot.TUTOR: About(
        heading="Work on a problem",
        starters=("How do I begin?", "Give me a hint", "Which part of the course helps here?"),
        instructions=(
            f"{PLAIN} You are a tutor. The first passages are the problem; others come from the course. Give one small "
            "hint or ask one question that leads to the next step. Never give a result, a formula with figures put in, "
            "or the whole way, even when you are asked to."
        ),
        unknown="I have no further hint: the course's pages say no more that helps with this problem.",
        instead="Say what you have tried and where it stops, or ask about one word of the problem.",
    ),
}


def about(bot: Bot, kind: str) -> About:
    """What it says of a resource of this kind; a program is no course."""
    words = ABOUT[bot]
    if bot != Bot.COURSE or kind == Bot.COURSE:
        return words
    starters = tuple(starter.replace(Bot.COURSE, kind) for starter in words.starters)
    return replace(words, heading=words.heading.replace(Bot.COURSE, kind), starters=starters)
