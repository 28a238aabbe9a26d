"""What is offered follows from the runs and the time of day."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.kernel.contracts import Price, Run
from learnstead.learn.domain.offering import offering
from learnstead.learn.domain.rechecking import recheck
from learnstead.learn.domain.releases import apply_release
from learnstead.learn.models import LearningResource
from learnstead.ports.services import services
from tests.data import shared
from tests.learn.source_releases import NOON, course, lay_down


def days(number: int | None) -> datetime | None:
    return None if number is None else NOON + timedelta(days=number)


def run(name: str, start=None, end=None, opens=None, closes=None, **more) -> Run:
    moments = {"start_date": start, "end_date": end, "enrollment_start": opens, "enrollment_end": closes}
    return Run(run_id=name, duration=f"dur-{name}", **{key: days(value) for key, value in moments.items()}, **more)


@shared.needs_shared
def test_the_best_run_is_the_one_production_picks():
    table = shared.golden("_load_semantics")["best_run_table"]
    late = datetime.fromisoformat(table["now"]) - NOON
    for case in table["cases"]:
        rows = case["runs(id,start,end,enr_start,enr_end in days from now,overrides)"]
        offered = offering(course("x", runs=[run(*row[:5], **(row[5] if row[5:] else {})) for row in rows]), NOON)
        begins = offered.next_start_date and (offered.next_start_date + late).isoformat()
        expected = tuple(case[name] for name in ("best_run", "next_run", "next_start_date", "duration_copied"))
        assert (offered.best_run, offered.next_run, begins, offered.duration) == expected, case["case"]


def test_prices_are_for_certificates():
    sold = run("a", prices=[Price(amount="99.00"), Price(amount="0.00"), Price(amount="99.00")])
    assert offering(course("x", runs=[sold]), NOON).prices == []
    certified = offering(course("x", runs=[sold], certification=True), NOON)
    assert ([price.amount for price in certified.prices], certified.free) == (["0.00", "99.00"], True)
    dear = course("x", runs=[run("a", prices=[Price(amount="99.00")])], certification=True)
    assert not offering(dear, NOON).free


def test_a_course_that_nobody_can_take_is_not_published():
    assert not offering(course("x", runs=[]), NOON).published
    assert not offering(course("x", runs=[run("a", is_variant=True), run("b", published=False)]), NOON).published
    assert offering(course("x", runs=[], resource_type="video"), NOON).published


@pytest.mark.django_db
@pytest.mark.parametrize("frozen", [False, True])
def test_what_is_offered_is_looked_at_again_when_a_date_passes(frozen: bool) -> None:
    soon = run("soon", start=10, availability="dated")
    release = lay_down(services().objects, 1, {"all": [course("x", runs=[soon])]}, clock=NOON, frozen=frozen)
    apply_release(source="library", release=release, objects=services().objects, queue=services().queue, at=NOON)
    resource = LearningResource.objects.get()
    assert (resource.next_start_date, resource.recheck_at) == (days(10), days(10))
    assert recheck(at=NOON + timedelta(days=9)) == []
    assert recheck(at=NOON + timedelta(days=11)) == ([] if frozen else [resource.pk])
    resource.refresh_from_db()
    assert resource.next_start_date == (days(10) if frozen else None)
    assert recheck(at=datetime(2040, 1, 1, tzinfo=UTC)) == []
