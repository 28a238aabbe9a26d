"""The catalogue's settings in Django's admin."""

from django.contrib import admin

from learnstead.learn.models import AskLimit


@admin.register(AskLimit)
class AskLimitAdmin(admin.ModelAdmin):
    """How many questions a day each kind of conversation takes."""

    list_display = ("bot", "signed_in_per_day", "anonymous_per_day")
