"""Video's jobs; importing this registers them."""

from learnstead.video.jobs import captioning, delivery, intake, open_edx, telling, transcoding, youtube

__all__ = ("captioning", "delivery", "intake", "open_edx", "telling", "transcoding", "youtube")
