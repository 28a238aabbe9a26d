"""edX."""

from datetime import UTC, datetime

import pytest

from learnstead.data.normalising import Given, each
from learnstead.data.sources import mit_edx
from learnstead.kernel.contracts import Gone, LearningResource
from tests.data.feeds import feed_of
from tests.data.loaded_form import differences
from tests.data.running import run_source

ACCESS = {"client_id": "us", "client_secret": "ours"}
ADDRESSES = {setting.name: setting.default for setting in mit_edx.SOURCE.settings}
OTHER_WORDS = "('course', 'MITx+8.370.3x_review').runs[0].time_commitment"


@pytest.mark.parametrize(
    ("golden", "now"), [("mit_edx", "2019-01-15T00:00:00Z"), ("mit_edx_2026", "2026-08-21T12:00:00Z")]
)
def test_the_catalogue_is_what_production_makes_of_it_but_for_an_effort_told_backwards(tmp_path, replay, golden, now):
    ran = run_source("mit_edx", folder=tmp_path, replay=replay, now=now, settings=ACCESS)

    assert differences(golden, ran) == [(OTHER_WORDS, "7-5 hours/week", "5-7 hours/week")]
    assert not ran.quarantined


def program_of(ran):
    return next(one for one in ran.records if getattr(one, "resource_type", "") == "program")


def test_runs_that_can_be_enrolled_in_make_a_course_and_its_program(tmp_path, replay):
    variant = {
        "courses_address": "https://variant.api.edx.org/catalog/v1/catalogs/10/courses",
        "programs_address": "https://variant.discovery.edx.org/api/v1/programs/",
    }

    ran = run_source("mit_edx", folder=tmp_path, replay=replay, now="2019-01-15T00:00:00Z", settings=ACCESS | variant)

    known = {one.readable_id: one for one in ran.records if isinstance(one, LearningResource)}
    course, blocked = known["MITx+15.071x"], known["MITx+MITTEST"]
    assert (course.published, course.certification, course.availability) == (True, True, "dated")
    assert [price.amount for price in course.runs[0].prices] == ["0.00", "150.00"]
    assert (blocked.published, blocked.runs[0].published) == (False, True)
    over = known["MITx+8.370.3x_review"]
    assert (over.published, over.certification, over.availability, over.runs[0].prices) == (True, False, "anytime", [])
    assert {one.key for one in ran.records if isinstance(one, Gone)} == {
        "course:edx:MITx+9.98x",  # without a run
        "course:edx:MITx+9.99x",  # marked as deleted
    }
    program = known["927093e3-46ba-4f44-a861-0f8c7aec4f74"]
    assert program.topics == ["Data Science"]
    assert program.runs[0].instructors == ["Dimitris Bertsimas", "Allison O'Hair"]
    assert (program.runs[0].duration, program.runs[0].time_commitment) == ("13 weeks", "10-15 hours/week")


def test_programs_are_made_of_the_courses_known_before_when_the_list_of_courses_is_down(tmp_path):
    with feed_of("mit_edx") as world:
        whole = run_source("mit_edx", folder=tmp_path / "1", replay=world.url, now=datetime.now(UTC), settings=ACCESS)
        away = ACCESS | {"courses_address": "https://api.edx.org/nothing/here"}
        later = run_source(
            "mit_edx",
            folder=tmp_path / "2",
            replay=world.url,
            now=whole.journal.clock,
            settings=away,
            latest={"mit_edx": whole.records},
        )

    assert later.scope("courses").failed
    assert program_of(later) == program_of(whole)


def test_a_course_that_is_missing_from_the_list_stays_in_what_its_program_says(tmp_path):
    known = {"now": datetime.now(UTC), "settings": ACCESS}
    with feed_of("mit_edx") as world:
        whole = run_source("mit_edx", folder=tmp_path / "1", replay=world.url, **known)
        cut = ACCESS | {"courses_address": "https://api.edx.org/catalog/v1/catalogs/10/courses?page=2"}
        later = run_source(
            "mit_edx",
            folder=tmp_path / "2",
            replay=world.url,
            now=known["now"],
            settings=cut,
            latest={"mit_edx": whole.records},
        )

    assert len(later.records) < len(whole.records)
    assert program_of(later) == program_of(whole)


def test_our_own_feed(tmp_path):
    with feed_of("mit_edx") as world:
        ran = run_source("mit_edx", folder=tmp_path, replay=world.url, now=datetime.now(UTC), settings=ACCESS)

    known = {one.readable_id: one for one in ran.records if isinstance(one, LearningResource)}
    assert set(known) == {
        "MITx+1.071x",
        "MITx+11.205x",
        "MITx+12.021x",
        "MITx+12.022x",
        "MITx+14.008x",
        "5b1d7a52-7d0e-4c3f-9a52-0d5f0c4f6a11",
    }
    program = known["5b1d7a52-7d0e-4c3f-9a52-0d5f0c4f6a11"].runs[0]
    assert [price.amount for price in program.prices] == ["497.00"]
    assert (program.duration, program.time_commitment) == ("22 weeks", "4-6 hours/week")
    assert program.instructors == ["Ngozi Adeyemi", "Sunniva Halvorsen", "Rafael Moura", "Bram Verhoeven"]
    assert known["MITx+11.205x"].runs[0].time_commitment == "4-6 hours/week"
    assert known["MITx+12.022x"].availability == "anytime"


@pytest.mark.parametrize(
    ("title", "deleted"),
    [("Delete", True), ("[DELETE] Waves", True), ("Waves (delete)", True), ("Deleterious Genes", False)],
)
def test_a_title_may_say_that_it_is_deleted(title, deleted):
    assert mit_edx._is_deleted(title) is deleted


def test_a_program_costs_what_the_cheapest_certificates_of_its_courses_cost():
    def course(*prices, status="published"):
        seats = [{"price": price, "currency": "USD"} for price in prices]
        return {"course_runs": [{"status": status, "is_enrollable": True, "start": "2026-01-01", "seats": seats}]}

    courses = [course("0.00", "90.00", "50.00"), course("0.00"), course(), course("70.00", status="unpublished")]

    assert [price.amount for price in mit_edx._sum_of_prices(courses)] == ["50.00"]


def test_a_program_without_courses_is_that_programs_problem_only(tmp_path):
    with feed_of("mit_edx") as world:
        ran = run_source("mit_edx", folder=tmp_path, replay=world.url, now=datetime.now(UTC), settings=ACCESS)
    payload = next(ran.snapshot.payloads("programs"))
    programs = payload.json()["results"]
    catalogue = mit_edx.Catalogue(ran.snapshot, Given(ran.journal.clock, ADDRESSES, texts=None, latest=iter))

    made = list(
        each([programs[0] | {"courses": []}, programs[0]], catalogue.program, payload=payload, key=mit_edx._program_key)
    )

    assert (made[0].reason, made[0].key) == ("the program has no courses", made[1].key)
