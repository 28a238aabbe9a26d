"""A published course site of our own, as the theme writes it: JSON files in a real object store."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from learnstead.adapters.objects.folder import FolderStore
from learnstead.ports.objects import ObjectStore

SITE = "t-101-tidal-pools-fall-2024"

COURSE: Mapping[str, Any] = {
    "course_title": "Life in Tidal Pools",
    "course_description": "Ignored because the theme rendered it.",
    "course_description_html": "<p>What lives between the tides, and <em>why it stays</em>.</p><script>a()</script>",
    "primary_course_number": "T.101",
    "extra_course_numbers": "BIO.7, T.101H",
    "department_numbers": ["BIO"],
    "level": ["Introductory"],
    "term": "Fall",
    "year": "2024",
    "mit_learn_topics": [["Science", "Biology", "Marine Biology"], ["Science", "Ecology"]],
    "learning_resource_types": ["Lecture Notes", "Field Work"],
    "instructors": [
        {"title": "Prof. Marina Ochoa", "first_name": "Marina", "last_name": "Ochoa", "middle_initial": ""},
        {"title": "Dr. Jonas Lindqvist"},
        "0d7d2f0e-unresolved",
    ],
    "image_src": "/courses/t-101/pool.jpg",
    "course_image_metadata": {"description": "A pool", "image_metadata": {"image-alt": "A tidal pool at dawn"}},
    "legacy_uid": "",
    "site_uid": "8f1c7c1e-1111-4222-8333-abcdefabcdef",
}

PAGES: Mapping[str, Mapping[str, Any]] = {
    "pages/syllabus": {
        "uid": "p1",
        "title": "Syllabus",
        "description": "How the course works",
        "content": "<h2>Meetings</h2><p>We meet at low&nbsp;water.</p>"
        "<table><tr><td>Week 1</td><td>Barnacles</td></tr></table>",
        "learning_resource_types": [],
    },
    "pages/lectures/lecture-10": {"title": "Lecture 10: Anemones", "content": "<p>Stinging cells are nematocysts.</p>"},
    "pages/lectures/lecture-9": {
        "title": "Lecture 9: Limpets",
        "content": "<p>A limpet's home scar fits its shell.</p>",
    },
}

RESOURCES: Mapping[str, Mapping[str, Any]] = {
    "resources/notes": {
        "title": "Notes on Zonation",
        "resourcetype": "Document",
        "file": "/courses/t-101/aa_notes.pdf",
        "file_type": "application/pdf",
        "learning_resource_types": ["Lecture Notes"],
    },
    "resources/old-video": {
        "title": "Old Film",
        "resourcetype": "Video",
        "video_metadata": {"youtube_id": "abc123"},
        "video_files": {
            "archive_url": "https://media.example.org/old.mp4",
            "video_captions_file": "/courses/t-101/bb_old.vtt",
            "video_transcript_file": "/courses/t-101/bb_old.pdf",
        },
    },
    "resources/new-video": {
        "title": "New Film",
        "resourcetype": "Video",
        "video_metadata": {"youtube_id": "def456"},
        "video_files": {
            "video_captions_resources": [{"file": "/courses/t-101/cc_new.srt", "language": "en"}],
            "video_transcript_resources": [],
        },
    },
    "resources/captions": {"title": "3play caption file", "resourcetype": "Other", "file": "/courses/t-101/bb_old.vtt"},
    "resources/picture": {
        "title": "A limpet",
        "resourcetype": "Image",
        "file": "/courses/t-101/limpet.jpg",
        "file_type": "image/jpeg",
    },
}

MEDIA: Mapping[str, str] = {
    "bb_old.vtt": "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ann>The kelp forest\n\n"
    "00:00:02.000 --> 00:00:03.000\nsways.\n",
    "cc_new.srt": "1\n00:00:01,000 --> 00:00:02,500\nPeriwinkles graze at night.\n",
}


def store(folder: Path) -> ObjectStore:
    return FolderStore(folder)


def put_release(objects: ObjectStore, release: str, **changed: Mapping[str, Any] | None) -> None:
    """Store the site under ``release``; ``course`` and files (by key, ``/`` as ``__``) may be changed or removed."""
    files: dict[str, Mapping[str, Any] | None] = {"data": COURSE, **{f"{k}/data": v for k, v in PAGES.items()}}
    files |= {f"{key}/data": value for key, value in RESOURCES.items()}
    if "course" in changed:
        files["data"] = changed.pop("course")
    files |= {f"{key.replace('__', '/')}/data": value for key, value in changed.items()}
    for key, value in files.items():
        if value is not None:
            objects.put(f"{release}/{key}.json", json.dumps(value).encode())


def put_media(objects: ObjectStore, media: str) -> None:
    for name, text in MEDIA.items():
        objects.put(f"{media}/{name}", text.encode())


def published(number: int, *, release: str, site: str = SITE, **more: Any) -> dict[str, Any]:
    """The event that says that ``release`` is live."""
    data = {
        "site": site,
        "short_id": "t101",
        "version": "live",
        "url_path": f"courses/{site}",
        "release": release,
        "media": "media/t101",
        "build": f"build-{number}",
        "number": number,
        "commit": "c0ffee" * 6,
        **more,
    }
    return {"type": "site.published", "data": data}


def unpublished(number: int, *, site: str = SITE) -> dict[str, Any]:
    """The event that says that the site was withdrawn."""
    return {"type": "site.unpublished", "data": {"site": site, "url_path": f"courses/{site}", "number": number}}
