"""Which run somebody would enter."""

from datetime import UTC, datetime, timedelta

from tests.data.shared import golden, needs_shared

from learnstead.kernel.contracts import Run
from learnstead.kernel.runs import best_run, is_public, next_run

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
DATES = ("start_date", "end_date", "enrollment_start", "enrollment_end")


def run(name, *days, now=NOW, **said):
    dates = [None if day is None else now + timedelta(days=day) for day in days]
    return Run(run_id=name, **dict(zip(DATES, dates, strict=True)) | said)


def test_an_open_run_comes_before_one_that_only_will_be_open():
    soon, late, open_now = run("soon", 5, 60, 2, 4), run("late", 20, 90, 10, 15), run("open", -30, 60, -60, 10)

    assert best_run([late, soon, open_now], NOW) == open_now
    assert best_run([late, soon], NOW) == next_run([late, soon], NOW) == soon


def test_when_all_is_over_the_latest_is_shown_and_without_runs_none():
    first, last = run("a", -400, -300, None, None), run("b", -200, -90, None, None)

    assert best_run([first, last], NOW) == last
    assert best_run([], NOW) is None


def test_a_run_for_one_customer_is_not_public():
    assert is_public(Run(run_id="open"))
    closed = [Run(run_id="a", published=False), Run(run_id="b", is_variant=True), Run(run_id="c", is_b2b=True)]
    assert not any(is_public(one) for one in closed)


@needs_shared
def test_the_table_of_the_reference_holds():
    table = golden("_load_semantics")["best_run_table"]
    now = datetime.fromisoformat(table["now"])
    for case in table["cases"]:
        told = case["runs(id,start,end,enr_start,enr_end in days from now,overrides)"]
        runs = [run(name, *days[:4], now=now, **(days[4] if days[4:] else {})) for name, *days in told]

        public = [one for one in runs if is_public(one)]
        assert best_run(public, now).run_id == case["best_run"], case["case"]
