"""Records in the words of the production system, so that catalogues can be compared."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from learnstead.kernel import taxonomy
from learnstead.kernel.contracts import (
    Child,
    CourseNumber,
    EventDetail,
    FeedItem,
    Image,
    LearningResource,
    NewsDetail,
    Price,
    Run,
)
from learnstead.learn.domain.offering import Offering, known, shown_prices
from learnstead.learn.domain.writing.subjects import topic_paths

Key: TypeAlias = tuple[str, str, str]
# A program only lists the courses that learners can see; other collections keep what they hold.
ONLY_LISTED = "PROGRAM_COURSES"
MARKETING = "marketing_pages"
CENT = Decimal("0.01")


def resource(
    record: LearningResource, offered: Offering, *, is_published: bool, there: Mapping[Key, bool]
) -> dict[str, Any]:
    """A resource. ``there`` says which resources are known, and whether learners may see them."""
    return {
        "readable_id": record.readable_id,
        "resource_type": record.resource_type,
        "resource_category": known(record.resource_category, ""),
        "platform": record.platform,
        "offered_by": known(record.offered_by, None),
        "etl_source": record.etl_source,
        "title": known(record.title, ""),
        "description": known(record.description, None),
        "full_description": known(record.full_description, None),
        "url": known(record.url, None),
        "image": _image(known(record.image, None)),
        "published": is_published,
        "test_mode": known(record.test_mode, default=False),
        "require_summaries": known(record.require_summaries, default=False),
        "last_modified": _moment(record.last_modified),
        "languages": known(record.languages, None),
        "topics": sorted({name for path in topic_paths(record) for name in path}),
        "ocw_topics": sorted(known(record.ocw_topics, [])),
        "departments": sorted(known(record.departments, [])),
        "course_feature": sorted(known(record.resource_tags, [])),
        "certification": known(record.certification, default=False),
        "certification_type": known(record.certification_type, "none"),
        "professional": known(record.professional, default=False),
        "license_cc": known(record.license_cc, default=False),
        "completeness": known(record.completeness, 1.0),
        "continuing_ed_credits": _decimal(known(record.continuing_ed_credits, None)),
        "delivery": known(record.delivery, ["online"]),
        "pace": known(record.pace, ["self_paced"]),
        "format": known(record.format, ["asynchronous"]),
        "availability": offered.availability,
        "prices": [_decimal(price.amount) for price in offered.prices],
        "resource_prices": [_price(price) for price in offered.prices],
        "next_start_date": _moment(offered.next_start_date),
        "location": offered.location,
        "duration": offered.duration,
        "min_weeks": offered.min_weeks,
        "max_weeks": offered.max_weeks,
        "time_commitment": offered.time_commitment,
        "min_weekly_hours": offered.min_weekly_hours,
        "max_weekly_hours": offered.max_weekly_hours,
        **_detail(record),
        "children": _children(record, there),
        "runs": [_run(record, run) for run in sorted(known(record.runs, []), key=lambda run: run.run_id)],
        "best_run": offered.best_run,
        "next_run": offered.next_run,
    }


def item(record: FeedItem) -> dict[str, Any]:
    """A piece of news or an event."""
    return {
        "guid": record.guid,
        "title": known(record.title, ""),
        "url": known(record.url, None),
        "summary": known(record.summary, None),
        "content": known(record.content, None),
        "image": _image(known(record.image, None)),
        "detail": _news(known(record.news, NewsDetail()))
        if record.feed_type == "news"
        else _event(known(record.event, EventDetail())),
    }


def file(body: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A content file or a tutor's file; its words are those of the contract."""
    values = {name: value for name, value in body.items() if name not in {"record", "parent"}}
    if body["record"] == "content_file":
        defaults = dict.fromkeys(("title", "content_title", "source_path", "edx_module_id", "url"))
        values = {**defaults, "published": True, **values}
    if values.get("etl_source") == MARKETING:
        values["markdown"] = text
    return {**values, "content": text, "run": body["parent"].get("run_id"), "parent": body["parent"]}


def view(event_uuid: str, at: datetime, named: Mapping[str, Any]) -> dict[str, Any]:
    """One look."""
    return {"event_uuid": event_uuid, "event_date": _moment(at), **named}


def _run(record: LearningResource, run: Run) -> dict[str, Any]:
    prices = shown_prices(record, run)
    return {
        "run_id": run.run_id,
        "title": known(run.title, None),
        "description": known(run.description, None),
        "full_description": known(run.full_description, None),
        "last_modified": _moment(run.last_modified),
        "published": known(run.published, default=True) or known(record.test_mode, default=False),
        "is_b2b": known(run.is_b2b, default=False),
        "is_variant": known(run.is_variant, default=False),
        "languages": known(run.languages, None),
        "url": known(run.url, None),
        "image": _image(known(run.image, None)),
        "level": known(run.level, []),
        "slug": known(run.slug, None),
        "semester": known(run.semester, None),
        "year": known(run.year, None),
        "start_date": _moment(run.start_date),
        "end_date": _moment(run.end_date),
        "enrollment_start": _moment(run.enrollment_start),
        "enrollment_end": _moment(run.enrollment_end),
        "instructors": [name for name in known(run.instructors, []) if name.strip()],
        "prices": [_decimal(price.amount) for price in prices],
        "resource_prices": [_price(price) for price in prices],
        # The platform remembers these with its snapshots; a run has none of its own.
        "checksum": None,
        "archive_key": None,
        "availability": known(run.availability, None),
        "delivery": known(run.delivery, ["online"]),
        "pace": known(run.pace, ["self_paced"]),
        "format": known(run.format, ["asynchronous"]),
        "location": known(run.location, ""),
        "duration": known(run.duration, ""),
        "min_weeks": known(run.min_weeks, None),
        "max_weeks": known(run.max_weeks, None),
        "time_commitment": known(run.time_commitment, ""),
        "min_weekly_hours": known(run.min_weekly_hours, None),
        "max_weekly_hours": known(run.max_weekly_hours, None),
    }


def _detail(record: LearningResource) -> dict[str, Any]:
    """What only this kind has."""
    match record.resource_type:
        case "course":
            numbers = known(known(record.course, None) and record.course.course_numbers, [])  # type: ignore[union-attr]
            return {"course": {"course_numbers": [_number(number) for number in numbers]}}
        case "podcast":
            return {"podcast": _values(record.podcast, "apple_podcasts_url", "google_podcasts_url", "rss_url")}
        case "podcast_episode":
            words = _values(record.podcast_episode, "audio_url", "episode_link", "duration")
            return {"podcast_episode": {**words, **_texts(record.podcast_episode, "transcript")}}
        case "video":
            words = _values(record.video, "streaming_url", "cover_image_url")
            captions = known(getattr(known(record.video, None), "caption_urls", UNSET), [])
            texts = _texts(record.video, "duration", "transcript")
            return {"video": {**words, **texts, "caption_urls": msgspec.to_builtins(captions)}}
        case "video_playlist":
            return {"video_playlist": _values(record.video_playlist, "channel")}
        case _:
            return {}


def _values(part: Any, *names: str) -> dict[str, Any]:
    return {name: known(getattr(known(part, None), name, UNSET), None) for name in names}


def _texts(part: Any, *names: str) -> dict[str, str]:
    return {name: known(getattr(known(part, None), name, UNSET), "") for name in names}


def _number(number: CourseNumber) -> dict[str, Any]:
    department = taxonomy.department(number.department) if number.department else None
    return {
        "value": number.value,
        "listing_type": number.listing_type,
        "department": {"department_id": department.id, "name": department.name} if department else None,
        "sort_coursenum": number.sort_coursenum,
        "primary": number.primary,
    }


def _children(record: LearningResource, there: Mapping[Key, bool]) -> list[dict[str, Any]]:
    """Those that are there, counted anew: one that nobody can see leaves no gap."""
    shown = (child for child in known(record.children, []) if _is_there(child, record, there))
    in_order = sorted(shown, key=lambda child: child.position)
    return [_child(child, position) for position, child in enumerate(in_order)]


def _child(child: Child, position: int) -> dict[str, Any]:
    return {
        "readable_id": child.readable_id,
        "type": child.resource_type,
        "relation": child.relation,
        "position": position,
    }


def _is_there(child: Child, record: LearningResource, there: Mapping[Key, bool]) -> bool:
    listed = there.get((child.resource_type, child.platform or record.platform or "", child.readable_id))
    if child.relation == ONLY_LISTED and child.resource_type == "course":
        return bool(listed)
    return listed is not None


def _news(news: NewsDetail) -> dict[str, Any]:
    return {"authors": news.authors, "topics": news.topics, "publish_date": _moment(news.publish_date)}


def _event(event: EventDetail) -> dict[str, Any]:
    return {
        "audience": event.audience,
        "location": event.location,
        "event_type": event.event_type,
        "event_datetime": _moment(event.event_datetime),
        "event_end_datetime": _moment(event.event_end_datetime),
    }


def _image(image: Image | None) -> dict[str, Any] | None:
    return {"url": image.url, "description": image.description, "alt": image.alt} if image else None


def _decimal(amount: str | None) -> dict[str, str] | None:
    return None if amount is None else {"$decimal": f"{Decimal(amount).quantize(CENT)}"}


def _price(price: Price) -> str:
    return f"{Decimal(price.amount).quantize(CENT)} {price.currency}"


def _moment(moment: Any) -> str | None:
    value: datetime | None = known(moment, None)
    return value.astimezone(UTC).isoformat() if value else None
