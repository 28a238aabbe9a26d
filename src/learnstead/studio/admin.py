"""Courses in Django's admin: for looking, and for mending what the pages do not offer."""

from django.contrib import admin
from django.http import HttpRequest

from learnstead.studio.models import Build, Change, Membership, Site, Starter


class ReadOnly(admin.ModelAdmin):
    """Rows that only the domain may write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come into being by what people do in the studio."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """They say what happened."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """As above."""
        del request, obj
        return False


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin):
    """Who owns a course; everything else about it is written in the studio."""

    list_display = ("title", "short_id", "url_path", "owner", "starter")
    search_fields = ("title", "short_id", "name")
    fields = ("title", "name", "short_id", "url_path", "starter", "owner")
    readonly_fields = ("title", "name", "short_id", "url_path", "starter")
    autocomplete_fields = ("owner",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A course needs a repository; the studio makes both."""
        del request
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Its repository and its published pages would be left behind."""
        del request, obj
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who works on which course."""

    list_display = ("site", "user", "role")
    list_filter = ("role",)
    autocomplete_fields = ("site", "user")


@admin.register(Starter)
class StarterAdmin(ReadOnly):
    """The registered starters."""

    list_display = ("slug", "name", "theme", "updated_at")
    fields = ("slug", "name", "theme", "source")


@admin.register(Build)
class BuildAdmin(ReadOnly):
    """What was published when."""

    list_display = ("site", "number", "version", "status", "requested_by", "requested_at")
    list_filter = ("version", "status")


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """Saves, and whether git has them."""

    list_display = ("site", "message", "author", "at", "commit")
    search_fields = ("message",)
