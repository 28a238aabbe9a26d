"""Captions that a program writes down; a person should read them before anybody relies on them."""

import shutil
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from learnstead.ports.captioning import CannotListen, SpeechWriter
from learnstead.ports.objects import NoSuchObject, ObjectStore
from learnstead.video.domain.captions import languages, versions
from learnstead.video.domain.captions.versions import Saved, Saving
from learnstead.video.models import CaptionRevision, Video

LISTEN_JOB = "video.listen"


def ask(*, video: Video, language: str, saving: Saving) -> None:
    """Ask for it to be done later. Raises UnknownLanguage, CannotListen."""
    language = languages.tag(language)
    if video.current is None or not video.current.original:
        raise CannotListen("There is nothing to listen to yet; wait until the video is complete.")
    by = saving.by.pk if saving.by else None
    saving.queue.put(LISTEN_JOB, once=f"listen:{video.hexkey}:{language}", video=video.hexkey, language=language, by=by)


def listen(
    *, video: Video, language: str, writer: SpeechWriter, objects: ObjectStore, scratch: Path, saving: Saving
) -> Saved:
    """Write down what is said in the original. Raises CannotListen."""
    key = video.current.original if video.current else ""
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch, prefix="listen-") as folder:
        recording = Path(folder) / f"recording{PurePosixPath(key).suffix}"
        try:
            with objects.open(key) as source, recording.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except NoSuchObject as problem:
            raise CannotListen(f"The original of “{video.title}” is not there any more.") from problem
        written = writer.captions(recording, language=language)
    return versions.bring(
        video=video,
        language=language,
        content=written,
        file_name=f"{writer.name}.vtt",
        saving=saving,
        origin=CaptionRevision.Origin.SPEECH,
    )
