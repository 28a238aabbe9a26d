"""Registers people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users and what they may do everywhere; what they may do on one site is the studio's business."""

    name = "learnstead.people"
    label = "people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
