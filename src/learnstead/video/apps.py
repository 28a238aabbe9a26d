"""Registers video with Django."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    """Collections, intake, transcoding, captions, playback, outlets."""

    name = "learnstead.video"
    label = "video"
    verbose_name = "Video"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept of people."""
        from learnstead.video.web.player import personal  # noqa: PLC0415 - its models exist only from now on

        personal.register()
