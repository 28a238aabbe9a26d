"""Accounts and groups in Django's admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from learnstead.people.models import ExternalIdentity, Group, Membership, User


class _Members(admin.TabularInline):
    """Who belongs. A provider's groups are filled by its claims alone, else the next sign-in would undo it."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)

    def has_add_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.issuer)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.issuer)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.issuer)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """Groups by which access to videos is given."""

    list_display = ("name", "issuer")
    list_filter = ("issuer",)
    search_fields = ("name",)
    inlines = (_Members,)


class _Identities(admin.TabularInline):
    """The accounts elsewhere with which somebody signs in."""

    model = ExternalIdentity
    extra = 0
    readonly_fields = ("issuer", "subject", "granted", "last_used")

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 - its name
        return False


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own page for users, with our two fields."""

    list_display = ("username", "name", "email", "may_create_sites", "is_staff", "is_active")
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Learnstead", {"fields": ("name", "may_create_sites")}))
    inlines = (_Identities,)
