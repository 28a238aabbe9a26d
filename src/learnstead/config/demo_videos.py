"""The demo's films: each is a YAML file that says what ffmpeg draws, and what people read about it."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.adapters.ffmpeg.process import Limits, run
from learnstead.config import videos
from learnstead.kernel import clock
from learnstead.people.models import User
from learnstead.ports.services import services
from learnstead.video.domain.captions import chapters, versions
from learnstead.video.models import Collection, Video

LIMITS = Limits(seconds=300)
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", "50", "-pix_fmt", "yuv420p")


def load(folder: Path, *, ffmpeg: Path | None) -> list[Video]:
    """Bring in the films of ``folder`` that are not there yet; workers make them playable."""
    told = [yaml.safe_load(path.read_text()) for path in sorted(folder.glob("*.yaml"))]
    return [_bring(one, ffmpeg) for one in told if not Video.objects.filter(title=one["title"]).exists()]


def draw(told: Mapping[str, Any], film: Path, *, ffmpeg: Path | None) -> None:
    """Draw the film."""
    length = str(told["seconds"])
    options = [
        "-filter_complex", f"{told['picture']}[picture]", "-f", "lavfi", "-i", told["sound"], "-map", "[picture]",
        "-map", "0:a", "-t", length, *X264, "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart", str(film),
    ]  # fmt: skip
    run(find_ffmpeg(ffmpeg), options, folder=film.parent, limits=LIMITS, progress=_unheard)


def _bring(told: Mapping[str, Any], ffmpeg: Path | None) -> Video:
    owner = User.objects.get(username=told["owner"])
    collection = _collection(told["collection"], owner)
    with TemporaryDirectory() as folder:
        film = Path(folder, "film.mp4")
        draw(told, film, ffmpeg=ffmpeg)
        video = videos.add(film, collection=str(collection.slug), title=told["title"])
    # What is for the catalogue is not public by itself; it is opened here as an author would.
    Video.objects.filter(pk=video.pk).update(description=told["description"], is_public=True)
    saving = versions.Saving(by=owner, at=clock.now(), queue=services().queue)
    for language, text in told["captions"].items():
        content = text.encode()
        versions.bring(video=video, language=language, content=content, file_name=f"{language}.vtt", saving=saving)
    chapters.replace(video=video, text=told["chapters"])
    return video


def _collection(told: Mapping[str, str], owner: User) -> Collection:
    at = clock.now()
    shown = {"is_public": True, "include_in_learn": True}
    new = {"title": told["title"], "description": told["description"], "owner": owner, **shown}
    return Collection.objects.get_or_create(slug=told["slug"], defaults={**new, "created_at": at, "updated_at": at})[0]


def _unheard(_seconds: float) -> None:
    """It takes no longer than reading this."""
