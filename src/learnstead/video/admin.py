"""Videos in Django's admin: for looking, and for mending what the pages do not offer."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from learnstead.kernel import clock
from learnstead.video.models import CaptionOrder, Collection, EdxEndpoint, LtiPlatform, Video, YouTubeVideo
from learnstead.video.models.encrypted import EncryptedTextField

HTTPS: dict[Any, Any] = {models.URLField: {"assume_scheme": "https"}}


class _Dated(admin.ModelAdmin):
    """Says when something changed, so that whoever reads it elsewhere is told."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Move the dates, which nobody types."""
        obj.updated_at = clock.now()
        obj.created_at = obj.created_at or obj.updated_at
        super().save_model(request, obj, form, change)


@admin.register(Collection)
class CollectionAdmin(_Dated):
    """Who owns a collection, and which groups may do what."""

    list_display = ("title", "owner", "is_public", "include_in_learn", "created_at")
    search_fields = ("title", "slug")
    autocomplete_fields = ("owner",)
    filter_horizontal = ("view_groups", "admin_groups")
    readonly_fields = ("created_at", "updated_at")


@admin.register(Video)
class VideoAdmin(_Dated):
    """Titles, order and who may watch; what becomes of a video is decided by what happens to it."""

    formfield_overrides = HTTPS

    list_display = ("title", "collection", "status", "is_public", "created_at")
    list_filter = ("status", "is_public")
    search_fields = ("title", "key")
    autocomplete_fields = ("collection",)
    filter_horizontal = ("view_groups",)
    readonly_fields = ("status", "message", "current", "created_at", "updated_at", "deleted_at", "archived_at")

    def has_add_permission(self, request: object) -> bool:
        """A video begins with a file."""
        del request
        return False


@admin.register(EdxEndpoint)
class EdxEndpointAdmin(admin.ModelAdmin):
    """Open edX installations that videos are sent to. The secret is never shown; left empty it stays as it is."""

    list_display = ("name", "base_url", "is_default")
    filter_horizontal = ("collections",)
    formfield_overrides = {
        **HTTPS,
        EncryptedTextField: {
            "widget": forms.PasswordInput(attrs={"autocomplete": "off"}),
            "help_text": "Leave it empty to keep the one there is.",
        },
    }

    def save_model(self, request: HttpRequest, obj: EdxEndpoint, form: Any, change: bool) -> None:
        """Keep the secret that is there when none was typed."""
        if change and not obj.client_secret:
            obj.client_secret = EdxEndpoint.objects.get(pk=obj.pk).client_secret
        super().save_model(request, obj, form, change)


@admin.register(LtiPlatform)
class LtiPlatformAdmin(admin.ModelAdmin):
    """Learning platforms that may show videos."""

    list_display = ("name", "issuer", "client_id", "is_active")
    formfield_overrides = HTTPS
    filter_horizontal = ("collections",)


class Followed(admin.ModelAdmin):
    """What a service elsewhere makes of something: only to look at."""

    list_filter = ("state",)

    def has_add_permission(self, *_: Any) -> bool:
        """It is made by what happens."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """So is every change."""
        return False


@admin.register(YouTubeVideo)
class YouTubeVideoAdmin(Followed):
    """Videos on YouTube."""

    list_display = ("video", "youtube_id", "state", "updated_at", "message")


@admin.register(CaptionOrder)
class CaptionOrderAdmin(Followed):
    """Captions that were ordered."""

    list_display = ("video", "language", "state", "requested_at", "message")
