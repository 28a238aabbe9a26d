"""What somebody might like."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learnstead.learn.domain.following import profiles, recommending
from learnstead.learn.domain.following.recommending import Means, Recommended
from learnstead.people.models import User
from learnstead.people.web.current import person
from learnstead.ports.services import services

ON_A_PAGE = 24
PER_REASON = 5


@login_required
@never_cache
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """Recommendations with their reasons; who gave no reason yet is shown how."""
    context = {
        "recommended": recommended(person(request), limit=ON_A_PAGE, per_reason=PER_REASON),
        "profile": profiles.profile_of(person(request)),
    }
    return render(request, "learn/following/recommendations.html", context)


def recommended(user: User, *, limit: int, per_reason: int) -> list[Recommended]:
    """Recommendations by what this process has."""
    given = services()
    means = Means(index=given.search, encoder=given.encoder, vectors=given.vectors)
    return recommending.recommend(user, means=means, limit=limit, per_reason=per_reason)
