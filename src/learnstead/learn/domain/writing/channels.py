"""Rows of video channels."""

import msgspec

from learnstead.kernel.contracts import VideoChannel
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known
from learnstead.learn.domain.versions import touched
from learnstead.learn.domain.writing.context import Writing
from learnstead.learn.models import VideoChannel as Channel

AT_ONCE = 1000
COLUMNS = ("source", "is_demo", "channel_id", "etl_source", "title", "published")
TARGET = bulk.Target(model=Channel, columns=COLUMNS, key=("source", "channel_id"))
_DECODER: msgspec.json.Decoder[VideoChannel] = msgspec.json.Decoder(VideoChannel)


def write(writing: Writing) -> None:
    """Write the channels that differ; those that are gone are unpublished."""
    for batch in touched(writing.source, "video_channel", at_once=AT_ONCE):
        gone = [one.key.partition(":")[2] for one in batch if not one.body]
        Channel.objects.filter(source=writing.source, channel_id__in=gone).update(published=False)
        there = list(writing.decoded(batch, _DECODER))
        bulk.upsert(
            TARGET,
            (
                (
                    writing.source,
                    one.is_demo,
                    channel.channel_id,
                    channel.etl_source,
                    known(channel.title, ""),
                    known(channel.published, default=True),
                )
                for one, channel in there
            ),
        )
