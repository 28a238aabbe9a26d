"""Accounts in Django's admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from learnstead.people.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own page for users, with our two fields."""

    list_display = ("username", "name", "email", "may_create_sites", "is_staff", "is_active")
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Learnstead", {"fields": ("name", "may_create_sites")}))
