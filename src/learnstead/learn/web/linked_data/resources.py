"""Learning resources in the words of schema.org.

Which properties a type has is said by schema.org; which of them search engines need by Google's pages on structured
data for courses, videos and podcasts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from learnstead.kernel import prose, taxonomy
from learnstead.learn.domain import cards, labels, licences, playing, search_documents
from learnstead.learn.domain.offering import GIVEN_IN_RUNS
from learnstead.learn.domain.writing.cells import address
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.web.addresses import absolute
from learnstead.learn.web.linked_data.writing import kept

TYPES = {
    ResourceType.COURSE: "Course",
    ResourceType.PROGRAM: "EducationalOccupationalProgram",
    ResourceType.LEARNING_PATH: "LearningResource",
    ResourceType.PODCAST: "PodcastSeries",
    ResourceType.PODCAST_EPISODE: "PodcastEpisode",
    ResourceType.VIDEO: "VideoObject",
    ResourceType.VIDEO_PLAYLIST: "CreativeWorkSeries",
    ResourceType.DOCUMENT: "LearningResource",
}
MODES = {"online": "Online", "offline": "Online", "in_person": "Onsite", "hybrid": "Blended"}
LONGEST_DESCRIPTION = 5000
MOST_RUNS, MOST_PARTS = 20, 50


@dataclass(frozen=True)
class Around:
    """What a page knows beside the resource itself."""

    runs: Sequence[LearningResourceRun] = ()
    run: LearningResourceRun | None = None
    parts: Sequence[LearningResource] = ()
    collections: Sequence[LearningResource] = field(default_factory=tuple)


def described(resource: LearningResource, around: Around) -> dict[str, Any]:
    """One resource and what its page says of it."""
    match resource.resource_type:
        case ResourceType.COURSE:
            return {**_shared(resource), **_work(resource, around), **_course(resource, around)}
        case ResourceType.PROGRAM:
            return {**_shared(resource), **_program(resource, around)}
        case ResourceType.PODCAST_EPISODE:
            return {**_shared(resource), **_work(resource, around), **_episode(resource, around)}
        case ResourceType.VIDEO:
            return {**_shared(resource), **_work(resource, around), **_video(resource)}
        case ResourceType.PODCAST:
            feed = {"webFeed": address(cards.detail(resource).get("rss_url"))}
            return {**_shared(resource), **_work(resource, around), **feed, **_parts(around)}
        case _:
            return {**_shared(resource), **_work(resource, around), **_parts(around)}


def named(resource: LearningResource) -> dict[str, Any]:
    """A resource as a part of something else: what it is, its name and its page."""
    kind = ResourceType(resource.resource_type)
    value: dict[str, Any] = {"@type": TYPES[kind], "name": resource.title, "url": absolute(resource.get_absolute_url())}
    if kind in GIVEN_IN_RUNS:
        value |= {"description": _text(resource) or resource.title, "provider": provider(resource)}
    return kept(value)


def provider(resource: LearningResource) -> dict[str, Any]:
    """Who offers it."""
    offeror = taxonomy.offerors().get(resource.offered_by)
    platform = taxonomy.platforms().get(resource.platform)
    url = (offeror.url if offeror else "") or (platform.url if platform and not offeror else "")
    return kept({"@type": "Organization", "name": search_documents.offered_by(resource), "sameAs": url})


def _shared(resource: LearningResource) -> dict[str, Any]:
    page = absolute(resource.get_absolute_url())
    return {
        "@type": TYPES[ResourceType(resource.resource_type)],
        "@id": page,
        "name": resource.title,
        "description": _text(resource) or resource.title,
        "url": page,
        "image": absolute(resource.own_image_url) if resource.own_image_url else resource.image_url,
        "provider": provider(resource),
        "sameAs": resource.url if resource.url.startswith("http") else "",
    }


def _work(resource: LearningResource, around: Around) -> dict[str, Any]:
    """What every creative work may have; a program is none."""
    known = licences.licence(resource)
    return {
        "inLanguage": resource.languages,
        "about": [topic.name for topic in resource.topics.all()],
        "license": known.url if known else "",
        "isAccessibleForFree": resource.free,
        "dateModified": (resource.last_modified or resource.changed_at).isoformat(),
        "isPartOf": [named(one) for one in around.collections],
    }


def _course(resource: LearningResource, around: Around) -> dict[str, Any]:
    run = around.run
    credential = labels.named([resource.certification_type], labels.CERTIFICATES) if resource.certification else []
    return {
        "courseCode": cards.number(resource),
        "educationalLevel": run.levels if run else [],
        "learningResourceType": search_documents.kind_name(resource),
        "educationalCredentialAwarded": credential,
        "offers": offers(resource),
        "hasCourseInstance": [_instance(resource, one) for one in list(around.runs)[:MOST_RUNS]],
    }


def _program(resource: LearningResource, around: Around) -> dict[str, Any]:
    credential = labels.named([resource.certification_type], labels.CERTIFICATES) if resource.certification else []
    starts = resource.next_start_date
    return {
        "educationalProgramMode": [MODES.get(one, one) for one in resource.delivery],
        "educationalCredentialAwarded": credential,
        "offers": offers(resource),
        "startDate": starts.isoformat() if starts else "",
        "hasCourse": [named(one) for one in around.parts if one.resource_type == ResourceType.COURSE][:MOST_PARTS],
    }


def _episode(resource: LearningResource, around: Around) -> dict[str, Any]:
    said = cards.detail(resource)
    sound = address(said.get("audio_url"))
    published = resource.last_modified or resource.first_published_at
    media = {
        "@type": "AudioObject",
        "contentUrl": sound,
        "encodingFormat": playing.media_type(sound),
        "duration": said.get("duration"),
    }
    series = [named(one) for one in around.collections if one.resource_type == ResourceType.PODCAST]
    return {
        "datePublished": published.date().isoformat(),
        "duration": said.get("duration"),
        "associatedMedia": kept(media) if sound else None,
        "partOfSeries": series,
        "isPartOf": None,
    }


def _video(resource: LearningResource) -> dict[str, Any]:
    said, player = cards.detail(resource), playing.player(resource)
    is_frame = bool(player and player.means == playing.Means.YOUTUBE)
    cover = address(said.get("cover_image_url")) or resource.image_url
    uploaded = resource.last_modified or resource.first_published_at
    return {
        "uploadDate": uploaded.isoformat(),
        "duration": said.get("duration"),
        "thumbnailUrl": absolute(cover) if cover else "",
        "embedUrl": player.url if player and is_frame else "",
        "contentUrl": absolute(player.url) if player and not is_frame else "",
    }


def _parts(around: Around) -> dict[str, Any]:
    return {"hasPart": [named(one) for one in list(around.parts)[:MOST_PARTS]]}


def offers(resource: LearningResource) -> list[dict[str, Any]]:
    """What it costs; a certificate that is paid for makes something free partially free."""
    paid = [one for one in resource.prices if Decimal(one["amount"]) > 0]
    category = ("Partially Free" if paid else "Free") if resource.free else "Paid"
    url = resource.url if resource.url.startswith("http") else absolute(resource.get_absolute_url())
    if not paid:
        return [kept({"@type": "Offer", "category": category, "price": "0" if resource.free else "", "url": url})]
    return [
        {
            "@type": "Offer",
            "category": category,
            "price": one["amount"],
            "priceCurrency": one.get("currency", "USD"),
            "url": url,
        }
        for one in paid
    ]


def _instance(resource: LearningResource, run: LearningResourceRun) -> dict[str, Any]:
    modes = [MODES.get(one, one) for one in run.delivery or resource.delivery] or ["Online"]
    weeks, hours = run.max_weeks or resource.max_weeks, run.max_weekly_hours or resource.max_weekly_hours
    schedule = {"@type": "Schedule", "repeatFrequency": "Weekly", "repeatCount": weeks}
    return kept(
        {
            "@type": "CourseInstance",
            "name": str(run),
            "courseMode": list(dict.fromkeys(modes)),
            "startDate": run.start_date.isoformat() if run.start_date else "",
            "endDate": run.end_date.isoformat() if run.end_date else "",
            "courseSchedule": {**schedule, **({"duration": f"PT{hours}H"} if hours else {})} if weeks else None,
            "courseWorkload": f"PT{hours}H" if hours and not weeks else "",
            "instructor": [{"@type": "Person", "name": name} for name in run.instructors],
            "location": run.location,
        }
    )


def _text(resource: LearningResource) -> str:
    html = resource.description or resource.full_description
    return prose.text_of_html(html).replace("\n", " ")[:LONGEST_DESCRIPTION]
