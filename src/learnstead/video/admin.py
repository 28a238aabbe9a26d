"""Videos in Django's admin: for looking, and for mending what the pages do not offer."""

from django.contrib import admin

from learnstead.video.models import Collection, Video


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):
    """Who owns a collection, and which groups may do what."""

    list_display = ("title", "owner", "is_public", "include_in_learn", "created_at")
    search_fields = ("title", "slug")
    autocomplete_fields = ("owner",)
    filter_horizontal = ("view_groups", "admin_groups")
    readonly_fields = ("created_at", "updated_at")


@admin.register(Video)
class VideoAdmin(admin.ModelAdmin):
    """Titles, order and who may watch; what becomes of a video is decided by what happens to it."""

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
