"""Our records in the words of the ``loaded`` section of the expected results, before anything is derived from runs.

What learn computes from runs and the time of day (``DERIVED``) is not in a record; it is compared end to end elsewhere.
"""

from decimal import Decimal

import msgspec
from msgspec import UNSET

from learnstead.kernel.taxonomy import department, with_ancestors
from tests.data.shared import GOLDEN, golden, module

DERIVED = (
    "best_run",
    "next_run",
    "next_start_date",
    "prices",
    "resource_prices",
    "availability",
    "location",
    "duration",
    "min_weeks",
    "max_weeks",
    "time_commitment",
    "min_weekly_hours",
    "max_weekly_hours",
    "children",
)
UNSET_IS = {
    "full_description": None,
    "description": None,
    "last_modified": None,
    "languages": None,
    "image": None,
    "url": None,
    "slug": None,
    "semester": None,
    "year": None,
    "continuing_ed_credits": None,
    "start_date": None,
    "end_date": None,
    "enrollment_start": None,
    "enrollment_end": None,
    "min_weeks": None,
    "max_weeks": None,
    "min_weekly_hours": None,
    "max_weekly_hours": None,
    "is_b2b": False,
    "is_variant": False,
    "published": True,
    "test_mode": False,
    "require_summaries": False,
    "license_cc": False,
    "certification": False,
    "professional": False,
    "completeness": 1.0,
    "delivery": ["online"],
    "pace": ["self_paced"],
    "format": ["asynchronous"],
    "level": [],
    "ocw_topics": [],
    "departments": [],
    "topics": [],
    "instructors": [],
    "location": "",
    "duration": "",
    "time_commitment": "",
    "checksum": None,
    "archive_key": None,
}


def loaded(record):
    """One learning resource."""
    told = _told(record)
    form = UNSET_IS | told
    form |= {
        "topics": sorted(with_ancestors(told.get("topics", []))),
        "course_feature": told.get("resource_tags", []),
        "runs": [_run(run, form["certification"]) for run in ([] if record.runs is UNSET else record.runs)],
        "image": _image(form["image"]),
    }
    if record.course is not UNSET:
        form["course"] = {"course_numbers": [_number(number) for number in record.course.course_numbers]}
    if form["continuing_ed_credits"]:
        form["continuing_ed_credits"] = {"$decimal": form["continuing_ed_credits"]}
    return {name: value for name, value in form.items() if name not in DERIVED}


def differences(name, records):
    """What differs from the ``loaded`` section of a golden, derived values aside."""
    expected = [{key: value for key, value in one.items() if key not in DERIVED} for one in golden(name)["loaded"]]
    return module(GOLDEN / "compare.py").compare(expected, [loaded(record) for record in records])


def child_keys(record):
    """The children of a resource, in order."""
    return [(child.relation, child.readable_id) for child in sorted(record.children, key=lambda one: one.position)]


def _run(run, certification):
    """A run; learn shows no prices of what gives no certificate."""
    form = UNSET_IS | _told(run)
    prices = run.prices if certification and run.prices is not UNSET else []
    return form | {
        "image": _image(form["image"]),
        "prices": [{"$decimal": price.amount} for price in prices],
        "resource_prices": [f"{Decimal(price.amount):.2f} {price.currency}" for price in prices],
    }


def _told(struct):
    return {
        name: msgspec.to_builtins(value)
        for name in struct.__struct_fields__
        if (value := getattr(struct, name)) is not UNSET
    }


def _image(image):
    return image and {"description": None, "alt": None} | image


def _number(number):
    known = department(number.department) if number.department else None
    return msgspec.structs.asdict(number) | {"department": known and {"department_id": known.id, "name": known.name}}
