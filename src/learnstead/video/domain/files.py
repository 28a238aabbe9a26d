"""What there is to play of a video, as ``ports.delivery`` wants to know it."""

from collections.abc import Mapping

from learnstead.ports.delivery import RevisionFiles
from learnstead.video.domain import keys
from learnstead.video.models import Rendition, Revision, Video

RELATED = ("current__renditions", "captions__current")
Kind = Rendition.Kind


def files_of(video: Video) -> RevisionFiles | None:
    """The files of the revision that is played; None while there is none. Prefetch ``RELATED`` for many videos."""
    revision = video.current
    if revision is None or revision.playable_at is None:
        return None
    names = _names(video, revision)
    return RevisionFiles(
        video=video.hexkey,
        number=revision.number,
        duration=revision.duration,
        public=video.is_public and video.deleted_at is None,
        captions={
            caption.language: f"captions/{caption.language}-{caption.current.number}.vtt"
            for caption in video.captions.all()
            if caption.current
        },
        poster=keys.thumbnail(video) or names.get(Kind.POSTER, ""),
        sprite=names.get(Kind.SPRITE, ""),
        sprite_cues=names.get(Kind.SPRITE, "").rpartition(".")[0] + ".vtt" if Kind.SPRITE in names else "",
        download=names.get(Kind.DOWNLOAD, ""),
    )


def _names(video: Video, revision: Revision) -> Mapping[str, str]:
    """Kind to name below the folder of delivery."""
    revision.video = video
    folder = f"{keys.delivery(revision)}/"
    return {one.kind: one.key.removeprefix(folder) for one in revision.renditions.all() if one.kind != Kind.RUNG}
