"""A word to learners who sign in for the first time."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from learnstead.kernel import clock
from learnstead.learn.domain.following import profiles
from learnstead.people.models import User


def start() -> None:
    """Listen for who signs in."""
    user_logged_in.connect(_greeted, dispatch_uid="learn.greeted")


def _greeted(request: HttpRequest | None = None, user: Any = None, **_signal: Any) -> None:
    """The way to the questions, which nobody has to take; those who run or write things here are not learners first."""
    if request is None or not isinstance(user, User) or user.is_staff or not profiles.is_new(user):
        return
    profiles.greet(user, at=clock.now())
    text = 'Welcome! <a href="{}">Say what interests you</a>, and we can recommend something.'
    messages.info(request, format_html(text, reverse("learn:welcome")), fail_silently=True)
