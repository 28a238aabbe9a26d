"""Who may open the pages of editors and of staff."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from learnstead.learn.domain.lists import editors

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def editors_only(view: View[Arguments]) -> View[Arguments]:
    """A page of editors: others are told so, and who is nobody yet is asked to sign in."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Arguments.args, **more: Arguments.kwargs) -> HttpResponse:
        if not editors.may_edit(request.user):
            raise PermissionDenied("Learning paths and featured lists are made by editors. Ask staff to make you one.")
        return view(request, *args, **more)

    return login_required(answer)


def staff_only(view: View[Arguments]) -> View[Arguments]:
    """A page of staff."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Arguments.args, **more: Arguments.kwargs) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied("This page is for staff.")
        return view(request, *args, **more)

    return login_required(answer)
