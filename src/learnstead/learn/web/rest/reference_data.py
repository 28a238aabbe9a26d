"""Reference data: topics, departments, schools, offerors, platforms and features of courses."""

import zlib

from django.db import connection
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field
from typing_extensions import TypedDict

from learnstead.kernel import taxonomy
from learnstead.learn.models import Department as DepartmentRow
from learnstead.learn.models import Topic as TopicRow
from learnstead.learn.web.rest import subjects
from learnstead.learn.web.rest.answers import answer
from learnstead.learn.web.rest.paging import LargePaging, Paged, page
from learnstead.learn.web.rest.parameters import ManyIds, ManyNames, PathId

router = Router()
FIVE_MINUTES = 300


class CourseFeature(TypedDict):
    """Something a course has, such as lecture videos."""

    id: int
    name: str


class Topics(Paged):
    """A page of topics."""

    results: list[subjects.Topic]


class Departments(Paged):
    """A page of departments."""

    results: list[subjects.Department]


class Schools(Paged):
    """A page of schools."""

    results: list[subjects.SchoolWithDepartments]


class Offerors(Paged):
    """A page of offerors."""

    results: list[subjects.OfferorDetail]


class Platforms(Paged):
    """A page of platforms."""

    results: list[subjects.Platform]


class CourseFeatures(Paged):
    """A page of features."""

    results: list[CourseFeature]


class WhichTopics(LargePaging):
    """Which topics."""

    name: ManyNames = Field([], description="Topics of these names, upper and lower case alike.")
    parent_topic_id: ManyIds = Field([], description="Topics right below these.")
    is_toplevel: bool | None = Field(None, description="Whether nothing is above them.")


@router.get("/topics/", response=Topics, tags=["topics"], summary="Topics", operation_id="topics_list")
def topics(request: HttpRequest, asked: Query[WhichTopics]) -> HttpResponse:
    """The topics of the catalogue, by name."""
    rows = TopicRow.objects.order_by("name", "pk")
    if asked.name:
        rows = rows.annotate(lower=Lower("name")).filter(lower__in=[name.lower() for name in asked.name])
    if asked.parent_topic_id:
        rows = rows.filter(parent__in=asked.parent_topic_id)
    if asked.is_toplevel is not None:
        rows = rows.filter(parent__isnull=asked.is_toplevel)
    return answer(page(request, rows, asked, subjects.topic), max_age=FIVE_MINUTES)


@router.get(
    "/topics/{id}/", response=subjects.Topic, tags=["topics"], summary="One topic", operation_id="topics_retrieve"
)
def one_topic(request: HttpRequest, id: PathId) -> HttpResponse:
    """A topic by its id."""
    return answer(subjects.topic(get_object_or_404(TopicRow, pk=id)), max_age=FIVE_MINUTES)


@router.get(
    "/departments/", response=Departments, tags=["departments"], summary="Departments", operation_id="departments_list"
)
def departments(request: HttpRequest, asked: Query[LargePaging]) -> HttpResponse:
    """The departments that give something, by id."""
    rows = DepartmentRow.objects.order_by("department_id")
    return answer(page(request, rows, asked, subjects.department), max_age=FIVE_MINUTES)


@router.get(
    "/departments/{department_id}/",
    response=subjects.Department,
    tags=["departments"],
    summary="One department",
    operation_id="departments_retrieve",
)
def one_department(request: HttpRequest, department_id: str) -> HttpResponse:
    """A department by its id, as in a course number: 6, 21L, CMS-W."""
    return answer(subjects.department(get_object_or_404(DepartmentRow, pk=department_id)), max_age=FIVE_MINUTES)


@router.get("/schools/", response=Schools, tags=["schools"], summary="Schools", operation_id="schools_list")
def schools(request: HttpRequest, asked: Query[LargePaging]) -> HttpResponse:
    """The schools, with their departments."""
    rows = [_school(number) for number in sorted(taxonomy.schools())]
    return answer(page(request, rows, asked), max_age=FIVE_MINUTES)


@router.get(
    "/schools/{id}/",
    response=subjects.SchoolWithDepartments,
    tags=["schools"],
    summary="One school",
    operation_id="schools_retrieve",
)
def one_school(request: HttpRequest, id: PathId) -> HttpResponse:
    """A school by its id."""
    if id not in taxonomy.schools():
        raise Http404
    return answer(_school(id), max_age=FIVE_MINUTES)


@router.get("/offerors/", response=Offerors, tags=["offerors"], summary="Offerors", operation_id="offerors_list")
def offerors(request: HttpRequest, asked: Query[LargePaging]) -> HttpResponse:
    """Who offers resources, by code."""
    rows = [subjects.offeror_detail(code) for code in sorted(taxonomy.offerors())]
    return answer(page(request, rows, asked), max_age=FIVE_MINUTES)


@router.get(
    "/offerors/{code}/",
    response=subjects.OfferorDetail,
    tags=["offerors"],
    summary="One offeror",
    operation_id="offerors_retrieve",
)
def one_offeror(request: HttpRequest, code: str) -> HttpResponse:
    """An offeror by its code."""
    if code not in taxonomy.offerors():
        raise Http404
    return answer(subjects.offeror_detail(code), max_age=FIVE_MINUTES)


@router.get("/platforms/", response=Platforms, tags=["platforms"], summary="Platforms", operation_id="platforms_list")
def platforms(request: HttpRequest, asked: Query[LargePaging]) -> HttpResponse:
    """Where resources are used, by code."""
    rows = [subjects.platform(code) for code in sorted(subjects.platform_names())]
    return answer(page(request, rows, asked), max_age=FIVE_MINUTES)


@router.get(
    "/platforms/{code}/",
    response=subjects.Platform,
    tags=["platforms"],
    summary="One platform",
    operation_id="platforms_retrieve",
)
def one_platform(request: HttpRequest, code: str) -> HttpResponse:
    """A platform by its code."""
    if code not in subjects.platform_names():
        raise Http404
    return answer(subjects.platform(code), max_age=FIVE_MINUTES)


@router.get(
    "/course_features/",
    response=CourseFeatures,
    tags=["course_features"],
    summary="Course features",
    operation_id="course_features_list",
)
def course_features(request: HttpRequest, asked: Query[LargePaging]) -> HttpResponse:
    """What courses are said to have, such as lecture videos or exams, by name."""
    return answer(page(request, _features(), asked), max_age=FIVE_MINUTES)


@router.get(
    "/course_features/{id}/",
    response=CourseFeature,
    tags=["course_features"],
    summary="One course feature",
    operation_id="course_features_retrieve",
)
def one_course_feature(request: HttpRequest, id: PathId) -> HttpResponse:
    """A feature by its id."""
    found = next((feature for feature in _features() if feature["id"] == id), None)
    if found is None:
        raise Http404
    return answer(found, max_age=FIVE_MINUTES)


def _school(number: int) -> subjects.SchoolWithDepartments:
    school = taxonomy.schools()[number]
    given = dict(DepartmentRow.objects.values_list("department_id", "slug"))
    inside = [one for one in taxonomy.departments().values() if one.school == number]
    return {
        "id": school.id,
        "name": school.name,
        "url": school.url,
        "departments": [
            subjects.in_school(one.id, one.name, given.get(one.id)) for one in sorted(inside, key=lambda one: one.id)
        ],
    }


def _features() -> list[CourseFeature]:
    """Features have no rows of their own here; their id is made of the name, so that it stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(course_features) AS name FROM learn_learningresource"
            " WHERE published AND NOT test_mode ORDER BY name"
        )
        return [{"id": zlib.crc32(name.encode()), "name": name} for (name,) in cursor.fetchall()]
