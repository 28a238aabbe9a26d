"""Our small course, built once for all tests that only read it."""

from pathlib import Path

import pytest

from tests.themes.built import Site, build, workspace

COURSE = Path(__file__).parent / "course"
FACTS = {
    "site": {
        "name": "tides",
        "short_id": "oc.101-fall-2025",
        "url_path": "courses/tides",
        "title": "Reading the Tide",
    },
    "version": "live",
    "commit": "0" * 40,
    "search_url": "/search",
    "origin": "https://learn.example.org",
    "instructors": {
        "0c0a6a7e-6d1f-4f0e-8a55-1f35c0d2b002": {
            "title": "Dr Ada Quay",
            "first_name": "Ada",
            "last_name": "Quay",
            "middle_initial": "",
            "salutation": "Dr",
        },
    },
    "sites": {},
}


@pytest.fixture(scope="session")
def plain(tmp_path_factory) -> Site:
    """The course as its repository has it, with nothing known about the platform."""
    folder = tmp_path_factory.mktemp("plain")
    return build(workspace(COURSE, folder / "course"), folder / "site")


@pytest.fixture(scope="session")
def live(tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("live")
    return build(workspace(COURSE, folder / "course", data__learnstead_json=FACTS), folder / "site")


@pytest.fixture(scope="session")
def draft(tmp_path_factory) -> Site:
    folder = tmp_path_factory.mktemp("draft")
    facts = {**FACTS, "version": "draft", "studio_url": "/studio/tides/"}
    return build(workspace(COURSE, folder / "course", data__learnstead_json=facts), folder / "site", "--buildDrafts")
