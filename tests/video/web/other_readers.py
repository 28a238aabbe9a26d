"""Runs a program of somebody else's that reads our list of public videos: ``other_readers.py WHICH CHECKOUT ADDRESS``.

``mit-learn`` and ``ol-data-platform`` are checkouts of the repositories of these names. Their own module is run as it
is; what surrounds it there, databases and tasks that reading a list does not need, is stood in for here. Writes JSON.
"""

import enum
import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
from django.conf import settings

PATIENCE = 60


def stand_in(name: str, **holding: Any) -> None:
    """A module that is there, with what is asked of it."""
    made = ModuleType(name)
    vars(made).update(holding)
    sys.modules[name] = made


def named(*names: str) -> type[enum.Enum]:
    """Values of which only the names are used."""
    return enum.Enum("Named", list(names))


def module(file: Path) -> ModuleType:
    """Somebody else's module."""
    found = importlib.util.spec_from_file_location("theirs", file)
    assert found
    assert found.loader
    theirs = importlib.util.module_from_spec(found)
    found.loader.exec_module(theirs)
    return theirs


def mit_learn(checkout: Path, address: str) -> Any:
    """What its nightly task would load: playlists with their videos."""
    site = address.partition("/api/")[0]
    settings.configure(OVS_API_BASE_URL=site, REQUESTS_TIMEOUT=PATIENCE)
    package = "learning_resources"
    stand_in(package)
    stand_in(
        f"{package}.constants",
        Availability=named("anytime"), LearningResourceType=named("video", "video_playlist"),
        PlatformType=named("ovs"), OfferedBy=named("ovs"),
    )  # fmt: skip
    stand_in(f"{package}.models", LearningResource=object)
    stand_in(f"{package}.etl")
    stand_in(f"{package}.etl.constants", ETLSource=named("ovs"))
    stand_in(f"{package}.etl.loaders", update_index=print)
    stand_in(f"{package}.etl.utils", extract_text_from_url=print)
    theirs = module(checkout / package / "etl/ovs.py")
    return list(theirs.transform(theirs.extract(url=address)))


def ol_data_platform(checkout: Path, address: str) -> Any:
    """What its asset would pass on: videos by their keys."""
    from dagster import AutomationCondition, ConfigurableResource, build_asset_context  # noqa: PLC0415 - takes seconds

    os.environ["OVS_PUBLIC_VIDEOS_URL"] = address
    stand_in("httpx2", **vars(httpx))
    for name in ("ol_orchestrate", "ol_orchestrate.lib", "ol_orchestrate.resources"):
        stand_in(name)
    stand_in("ol_orchestrate.lib.automation_policies", upstream_or_code_changes=AutomationCondition.eager)
    stand_in("ol_orchestrate.lib.utils", fetch_all_drf_pages=every_page)
    stand_in("ol_orchestrate.resources.api_client_factory", ApiClientFactory=ConfigurableResource)
    theirs = module(checkout / "dg_projects/learning_resources/learning_resources/assets/ovs_videos.py")
    (told,) = theirs.video_api(build_asset_context())
    return told.value["videos_by_key"]


def every_page(start_url: str, **_how: Any) -> list[dict[str, Any]]:
    """As Django REST framework pages its lists."""
    found, address = [], start_url
    while address:
        page = httpx.get(address, timeout=PATIENCE).raise_for_status().json()
        found += page["results"]
        address = page["next"]
    return found


if __name__ == "__main__":
    reader = {"mit-learn": mit_learn, "ol-data-platform": ol_data_platform}[sys.argv[1]]
    sys.stdout.write(json.dumps(reader(Path(sys.argv[2]), sys.argv[3])))
