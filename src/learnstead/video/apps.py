"""Registers video with Django."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    """Collections, intake, transcoding, captions, playback, outlets."""

    name = "learnstead.video"
    label = "video"
    verbose_name = "Video"
    default_auto_field = "django.db.models.BigAutoField"
