"""Departments, schools, offerors, platforms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from learnstead.kernel.taxonomy.files import read


@dataclass(frozen=True)
class School:
    """A school; departments are in one, or in none."""

    id: int
    name: str
    url: str


@dataclass(frozen=True)
class Department:
    """A department; ``id`` is what course numbers begin with."""

    id: str
    name: str
    school: int | None


@dataclass(frozen=True)
class Offeror:
    """Who offers something. ``display_facet``: whether people may narrow a search by it.

    ``value_prop`` is a sentence on what a learner finds there.
    """

    code: str
    name: str
    professional: bool
    display_facet: bool
    url: str
    value_prop: str = ""


@dataclass(frozen=True)
class Platform:
    """Where something is used. ``is_edx``: it runs Open edX, so that its ids begin with ``course-v1:``."""

    code: str
    name: str
    url: str
    is_edx: bool
    has_content_files: bool


@cache
def schools() -> Mapping[int, School]:
    """Schools by id."""
    return {entry["id"]: School(**entry) for entry in read("schools")}


@cache
def departments() -> Mapping[str, Department]:
    """Departments by id."""
    return {entry["id"]: Department(**entry) for entry in read("departments")}


def department(department_id: str) -> Department | None:
    """The department with this id."""
    return departments().get(department_id)


@cache
def offerors() -> Mapping[str, Offeror]:
    """Offerors by code."""
    return {entry["code"]: Offeror(**entry) for entry in read("offerors")}


@cache
def platforms() -> Mapping[str, Platform]:
    """Platforms by code."""
    return {entry["code"]: Platform(**entry) for entry in read("platforms")}
