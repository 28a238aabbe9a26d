"""The player of a page: what is loaded only when a reader asks for it, and the policy that lets exactly that in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from learnstead.kernel import page_policy
from learnstead.learn.domain import playing, transcripts
from learnstead.learn.domain.playing import Means, Player
from learnstead.learn.domain.transcripts import Passage
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.ports.services import services

LONGEST_WORDS = 100
SAMPLE = "learn/sample.m4a"


@dataclass(frozen=True)
class Playback:
    """What the page plays and says. ``asked``: the reader wants it to be loaded; ``frame`` is where from.

    ``captions`` is where this server has what is said as captions, for a film that brings none of its own;
    ``is_sample``: a few notes stand for an episode that was made up for the demo.
    """

    player: Player | None
    asked: bool
    second: int
    passages: list[Passage]
    found: list[Passage]
    words: str
    captions: str = ""
    is_sample: bool = False

    @property
    def frame(self) -> str:
        """The address of the film in its frame, from the moment that was asked for."""
        if self.player and self.player.means == Means.FRAME:
            return f"{self.player.url}?start={self.second}" if self.second else self.player.url
        return f"{self.player.url}?autoplay=1&start={self.second}&rel=0" if self.player else ""

    @property
    def source(self) -> str:
        """The file, from the moment that was asked for."""
        url = self.player.url if self.player else ""
        return f"{url}#t={self.second}" if self.second and url else url

    @property
    def is_timed(self) -> bool:
        """Whether the transcript can lead to a moment."""
        return self.player is not None and any(one.second is not None for one in self.passages)


def playback(request: HttpRequest, resource: LearningResource) -> Playback:
    """``?play`` asks for a film that is elsewhere, ``t`` for a moment in seconds, ``find`` for words that are said."""
    words = " ".join(request.GET.get("find", "").split())[:LONGEST_WORDS]
    passages = transcripts.passages(playing.transcript(resource))
    player, is_sample = _sample(resource, playing.player(resource, here=services().url))
    return Playback(
        player=player,
        asked="play" in request.GET,
        second=playing.at_second(request.GET.get("t", "")),
        passages=passages,
        found=transcripts.containing(passages, words) if words else passages,
        words=words,
        captions=_captions(resource) if player and player.means == Means.FILM and not player.tracks else "",
        is_sample=is_sample,
    )


def _sample(resource: LearningResource, player: Player | None) -> tuple[Player | None, bool]:
    """Something else in place of what was made up for the demo and cannot be played, and whether it is that."""
    if player is None or player.is_ours or not resource.is_demo:
        return player, False
    return (Player(means=Means.SOUND, url=static(SAMPLE)) if player.means == Means.SOUND else None), True


def _captions(resource: LearningResource) -> str:
    if not transcripts.has_moments(playing.transcript(resource)):
        return ""
    word = ADDRESS_WORDS[ResourceType(resource.resource_type)]
    return reverse("learn:transcript", args=[word, resource.slug, "vtt"])


def let_play(response: HttpResponse, shown: Playback) -> None:
    """Widen the policy of this one page by what it plays.

    A frame only once the reader asked for it. Files of other hosts may come from any host over https: those who
    publish podcasts send a player from host to host before it gets the sound, and nothing is asked for before a
    reader presses play.
    """
    player = shown.player
    if player is None or player.is_ours:
        return
    if player.means == Means.YOUTUBE:
        if shown.asked:
            response.headers[page_policy.HEADER] = page_policy.widened(frame_src=playing.EMBED)
    else:
        response.headers[page_policy.HEADER] = page_policy.widened(media_src="'self' https:")
