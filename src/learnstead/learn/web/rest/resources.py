"""Builds what the API shows of a resource: plain structures in the words of ``shapes``."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from learnstead.kernel import taxonomy
from learnstead.learn.domain import labels, search_standing
from learnstead.learn.domain.search_documents import kind_name
from learnstead.learn.domain.wholes import Whole
from learnstead.learn.models import LearningResource, LearningResourceRun
from learnstead.learn.models.resource import ResourceType
from learnstead.learn.web.rest import shapes, subjects
from learnstead.learn.web.rest.answers import encoded
from learnstead.learn.web.rest.paging import absolute
from learnstead.learn.web.rest.values import all_coded, coded


def shown(whole: Whole, *, position: int | None = None) -> shapes.AnyResource:
    """One resource; ``position`` is its place in a list that somebody made."""
    resource = whole.resource
    runs = [_run(run) for run in whole.runs]
    best = next((run.pk for run in whole.runs if run.run_id == resource.best_run_id), None)
    return {
        **_said(resource),
        **_subjects(whole),
        **_offered(resource),
        **_timing(resource),
        "runs": runs,
        "best_run_id": best,
        "children": [
            {
                "child": one.child_id,
                "position": one.position,
                "relation_type": one.relation,
                "title": one.child.title if one.child else "",
                "readable_id": one.child_readable_id if one.child is None else one.child.readable_id,
            }
            for one in whole.children
        ],
        "position": position,
        **_KINDS[ResourceType(resource.resource_type)](whole),
    }


def written(whole: Whole) -> bytes:
    """One resource in JSON, as it is kept ready."""
    return encoded(shown(whole))


def all_shown(wholes: Iterable[Whole]) -> list[shapes.AnyResource]:
    """Several resources."""
    return [shown(whole) for whole in wholes]


def _said(resource: LearningResource) -> dict[str, Any]:
    return {
        "id": resource.pk,
        "readable_id": resource.readable_id,
        "resource_type": resource.resource_type,
        "resource_type_group": search_standing.group(resource.resource_type),
        "resource_category": kind_name(resource),
        "title": resource.title,
        "description": resource.description,
        "full_description": resource.full_description or None,
        "url": _address(resource.url),
        "image": _image(resource.pk, resource.image_url, resource.image_description, resource.image_alt),
        "languages": resource.languages or None,
        "completeness": resource.completeness,
        "license_cc": resource.license_cc,
        "require_summaries": resource.require_summaries,
        "views": resource.view_count,
        "last_modified": resource.last_modified,
        "published": resource.published,
        "test_mode": resource.test_mode,
    }


def _subjects(whole: Whole) -> dict[str, Any]:
    resource = whole.resource
    return {
        "topics": [subjects.topic(topic) for topic in whole.topics],
        "ocw_topics": resource.ocw_topics,
        "departments": [subjects.department(one) for one in whole.departments],
        "course_feature": resource.course_features,
        "offered_by": subjects.offeror(resource.offered_by),
        "platform": subjects.platform(resource.platform),
    }


def _offered(resource: LearningResource) -> dict[str, Any]:
    prices = _prices(resource.prices)
    credit = resource.continuing_ed_credits
    return {
        "certification": resource.certification,
        "certification_type": coded(resource.certification_type, labels.CERTIFICATES),
        "continuing_ed_credits": None if credit is None else f"{credit:.2f}",
        "professional": resource.professional,
        "free": resource.free,
        "prices": [price["amount"] for price in prices],
        "resource_prices": prices,
        "availability": resource.availability or None,
        "next_start_date": resource.next_start_date,
        **_taken(resource),
    }


def _taken(one: LearningResource | LearningResourceRun) -> dict[str, Any]:
    return {
        "delivery": all_coded(one.delivery, labels.DELIVERY),
        "format": all_coded(one.format, labels.FORMAT),
        "pace": all_coded(one.pace, labels.PACE),
    }


def _timing(one: LearningResource | LearningResourceRun) -> dict[str, Any]:
    return {
        "location": one.location,
        "duration": one.duration,
        "min_weeks": one.min_weeks,
        "max_weeks": one.max_weeks,
        "time_commitment": one.time_commitment,
        "min_weekly_hours": one.min_weekly_hours,
        "max_weekly_hours": one.max_weekly_hours,
    }


def _run(run: LearningResourceRun) -> dict[str, Any]:
    prices = _prices(run.prices)
    return {
        "id": run.pk,
        "run_id": run.run_id,
        "title": run.title,
        "description": run.description or None,
        "full_description": run.full_description or None,
        "last_modified": run.last_modified,
        "published": run.published,
        "languages": run.languages or None,
        "url": _address(run.url),
        "image": _image(run.pk, run.image_url, run.image_description, run.image_alt),
        "instructors": [_instructor(name) for name in run.instructors],
        "level": all_coded([labels.level_code(level) for level in run.level], labels.LEVELS),
        "slug": run.slug or None,
        "semester": run.semester or None,
        "year": run.year,
        "start_date": run.start_date,
        "end_date": run.end_date,
        "enrollment_start": run.enrollment_start,
        "enrollment_end": run.enrollment_end,
        "prices": [price["amount"] for price in prices],
        "resource_prices": prices,
        "checksum": None,
        "availability": run.availability or None,
        **_taken(run),
        **_timing(run),
    }


def _instructor(name: str) -> shapes.Instructor:
    """People have no rows of their own here; their id is made of the name, so that it stays."""
    return {"id": zlib.crc32(name.encode()), "first_name": None, "last_name": None, "full_name": name}


def _prices(prices: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"amount": f"{Decimal(one['amount']):.2f}", "currency": one["currency"]} for one in prices]


def _image(pk: int, url: str, description: str, alt: str) -> shapes.Image | None:
    """A picture has no row of its own here; its id is that of what it belongs to."""
    if not url:
        return None
    return {"id": pk, "url": absolute(url), "description": description or None, "alt": alt or None}


def _address(url: str) -> str | None:
    return absolute(url) if url else None


def _course(whole: Whole) -> dict[str, Any]:
    said = (whole.detail.get("course") or {}).get("course_numbers")
    numbers = said or [{"value": value, "primary": not place} for place, value in enumerate(_plain_numbers(whole))]
    return {"course": {"course_numbers": [_number(number) for number in numbers]}}


def _plain_numbers(whole: Whole) -> list[str]:
    """Numbers of a course whose source said nothing more about them; an id that only machines read is none."""
    resource = whole.resource
    return [number for number in resource.course_numbers if number != resource.readable_id]


def _number(number: Mapping[str, Any]) -> dict[str, Any]:
    value = number.get("value", "")
    named = taxonomy.department(number.get("department") or "")
    return {
        "value": value,
        "department": {**subjects.in_school(named.id, named.name, None), "school": subjects.school_of(named.id)}
        if named
        else None,
        "listing_type": number.get("listing_type", "primary"),
        "primary": number.get("primary", False),
        "sort_coursenum": number.get("sort_coursenum") or search_standing.sortable_number(value),
    }


def _program(whole: Whole) -> dict[str, Any]:
    kinds = [one.child.resource_type for one in whole.children if one.child]
    return {"program": {"course_count": kinds.count("course"), "program_count": kinds.count("program")}}


def _learning_path(whole: Whole) -> dict[str, Any]:
    return {"learning_path": {"id": whole.resource.pk, "item_count": len(whole.children)}}


def _podcast(whole: Whole) -> dict[str, Any]:
    said = whole.detail.get("podcast") or {}
    links = {name: said.get(name) for name in ("apple_podcasts_url", "google_podcasts_url", "rss_url")}
    return {"podcast": {"id": whole.resource.pk, "episode_count": len(whole.children), **links}}


def _episode(whole: Whole) -> dict[str, Any]:
    said = whole.detail.get("podcast_episode") or {}
    words = {name: said.get(name) for name in ("audio_url", "episode_link", "duration", "rss")}
    parents = [{"id": one.pk, "title": one.title, "readable_id": one.readable_id} for one in whole.parents]
    transcript = {"transcript": said["transcript"]} if "transcript" in said else {}
    ids = [str(one.pk) for one in whole.parents]
    return {
        "podcast_episode": {
            "id": whole.resource.pk,
            "podcasts": ids,
            "parent_podcasts": parents,
            **words,
            **transcript,
        }
    }


def _video(whole: Whole) -> dict[str, Any]:
    said = whole.detail.get("video") or {}
    return {
        "video": {
            "id": whole.resource.pk,
            "duration": said.get("duration") or "",
            "streaming_url": said.get("streaming_url"),
            "cover_image_url": said.get("cover_image_url"),
            "caption_urls": said.get("caption_urls") or [],
            **({"transcript": said["transcript"]} if "transcript" in said else {}),
        },
        "playlists": [str(one.pk) for one in whole.parents],
        **_files(whole),
    }


def _playlist(whole: Whole) -> dict[str, Any]:
    channel = whole.channel
    return {
        "video_playlist": {
            "id": whole.resource.pk,
            "channel": {"channel_id": channel.channel_id, "title": channel.title} if channel else None,
            "video_count": len(whole.children),
        }
    }


def _files(whole: Whole) -> dict[str, Any]:
    return {
        "content_files": [
            {
                "id": file.pk,
                "key": file.key,
                "title": file.title or None,
                "url": _address(file.url),
                "file_type": file.file_type or None,
                "file_extension": file.file_extension or None,
                "content_type": file.content_type,
            }
            for file in whole.files
        ]
    }


_KINDS = {
    ResourceType.COURSE: _course,
    ResourceType.PROGRAM: _program,
    ResourceType.LEARNING_PATH: _learning_path,
    ResourceType.PODCAST: _podcast,
    ResourceType.PODCAST_EPISODE: _episode,
    ResourceType.VIDEO: _video,
    ResourceType.VIDEO_PLAYLIST: _playlist,
    ResourceType.DOCUMENT: _files,
}
