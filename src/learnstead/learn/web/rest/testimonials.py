"""What learners said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.learn.domain.lists import testimonials
from learnstead.learn.models import Testimonial
from learnstead.learn.web.rest import subjects
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.paging import LargePaging, Paged, page
from learnstead.learn.web.rest.parameters import ManyNames, PathId
from learnstead.learn.web.rest.values import Moment

router = Router(tags=["testimonials"])


class TestimonialShown(TypedDict):
    """What a learner said; ``title`` is what the person is or does. Pictures are not kept."""

    id: int
    attestant_name: str
    title: str
    quote: str
    position: int
    offerors: list[subjects.Offeror]
    avatar: None
    cover: None
    created_on: Moment
    updated_on: Moment


class Testimonials(Paged):
    """A page of testimonials."""

    results: list[TestimonialShown]


class WhichTestimonials(LargePaging):
    """Which of them."""

    offerors: ManyNames = Field([], description="Only those shown on the pages of one of these units, by code.")


@router.get("/testimonials/", response=Testimonials, summary="Testimonials", operation_id="testimonials_list")
def all_of_them(request: HttpRequest, asked: Query[WhichTestimonials]) -> HttpResponse:
    """What learners said, in the order staff gave it."""
    rows = testimonials.shown()
    if asked.offerors:
        rows = rows.filter(offerors__overlap=asked.offerors)
    return answer(page(request, rows, asked, _shown))


@router.get(
    "/testimonials/{id}/", response=TestimonialShown, summary="One testimonial", operation_id="testimonials_retrieve"
)
def one(request: HttpRequest, id: PathId) -> HttpResponse:
    """What one learner said."""
    return answer(_shown(get_object_or_404(testimonials.shown(), pk=id)))


def _shown(one: Testimonial) -> TestimonialShown:
    return {
        "id": one.pk,
        "attestant_name": one.attestant_name,
        "title": one.title,
        "quote": one.quote,
        "position": one.position,
        "offerors": [found for code in one.offerors if (found := subjects.offeror(code))],
        "avatar": None,
        "cover": None,
        "created_on": one.created_at,
        "updated_on": one.changed_at,
    }
