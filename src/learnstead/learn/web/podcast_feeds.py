"""Feeds of podcasts, and the transcripts they lead to."""

import re
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.kernel import prose
from learnstead.learn.domain import cards, playing, queries, sequences, transcripts
from learnstead.learn.domain.search_documents import offered_by
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.models import LearningResource
from learnstead.learn.models.resource import ADDRESS_WORDS, ResourceType
from learnstead.learn.web.addresses import absolute
from learnstead.learn.web.heads import DEFAULT_IMAGE
from learnstead.learn.web.resource_feeds import item
from learnstead.learn.web.syndication.documents import Document, answer
from learnstead.learn.web.syndication.podcasts import Episode, Transcript, podcast

MEDIA_TYPE = "application/rss+xml"
MOST_EPISODES = 300
CAPTIONS, PLAIN = ("vtt", "text/vtt"), ("txt", "text/plain")
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The latest episodes of all podcasts together."""
    kind = ResourceType.PODCAST_EPISODE
    latest = queries.published().filter(resource_type=kind).order_by("-last_modified", "-first_published_at", "pk")
    feed = Document(
        title="Podcasts on Learnstead",
        description="The latest episodes of every podcast in the catalogue.",
        page=absolute(reverse("learn:kind", args=[ADDRESS_WORDS[ResourceType.PODCAST]])),
        address=absolute(reverse("learn:podcasts_feed")),
    )
    body = podcast(feed, _episodes(latest[:MOST_EPISODES]), author="", image=absolute(static(DEFAULT_IMAGE)))
    return answer(request, body, MEDIA_TYPE)


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """The episodes of one podcast."""
    found = get_object_or_404(queries.published(), slug=slug, resource_type=ResourceType.PODCAST)
    page = found.get_absolute_url()
    feed = Document(
        title=found.title,
        description=prose.text_of_html(found.description or found.full_description) or found.title,
        page=absolute(page),
        address=absolute(reverse("learn:podcast_feed", args=[found.slug])),
    )
    image = found.own_image_url or found.image_url or static(DEFAULT_IMAGE)
    episodes = _episodes(sequences.shown(sequences.inside(found)[:MOST_EPISODES]))
    return answer(request, podcast(feed, episodes, author=offered_by(found), image=absolute(image)), MEDIA_TYPE)


@require_safe
def transcript(_request: HttpRequest, kind: str, slug: str, ending: str) -> HttpResponse:
    """What is said in a recording: as captions where the moments are known, else as text."""
    found = get_object_or_404(queries.published(), slug=slug)
    said = playing.transcript(found)
    if kind != ADDRESS_WORDS[ResourceType(found.resource_type)] or not said:
        raise Http404
    if ending == CAPTIONS[0]:
        if not transcripts.has_moments(said):
            raise Http404
        return HttpResponse(transcripts.as_webvtt(said), content_type=f"{CAPTIONS[1]}; charset=utf-8")
    text = "\n\n".join(passage.text for passage in transcripts.passages(said))
    return HttpResponse(text, content_type=f"{PLAIN[1]}; charset=utf-8")


def transcript_of(resource: LearningResource) -> Transcript | None:
    """Where its transcript is, in the best form there is."""
    said = playing.transcript(resource)
    if not said:
        return None
    ending, media_type = CAPTIONS if transcripts.has_moments(said) else PLAIN
    word = ADDRESS_WORDS[ResourceType(resource.resource_type)]
    return Transcript(absolute(reverse("learn:transcript", args=[word, resource.slug, ending])), media_type)


def seconds(duration: str) -> int:
    """An ISO 8601 duration below a day in seconds; 0 when it is none."""
    found = _DURATION.fullmatch(duration)
    hours, minutes, rest = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + rest


def _episodes(resources: Iterable[LearningResource]) -> list[Episode]:
    """Those that can be heard."""
    heard = ((one, address(cards.detail(one).get("audio_url"))) for one in resources)
    return [
        Episode(
            item=item(one),
            sound=absolute(sound),
            media_type=playing.media_type(sound),
            seconds=seconds(cards.detail(one).get("duration") or ""),
            transcript=transcript_of(one),
        )
        for one, sound in heard
        if sound
    ]
