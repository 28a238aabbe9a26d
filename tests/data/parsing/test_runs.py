"""Which run somebody would enter."""

from datetime import UTC, datetime, timedelta

from learnstead.data.parsing.runs import next_run, shown_run
from learnstead.kernel.contracts import Run
from tests.data.shared import golden, needs_shared

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
DATES = ("start_date", "end_date", "enrollment_start", "enrollment_end")


def run(name, *days, now=NOW, **said):
    dates = [None if day is None else now + timedelta(days=day) for day in days]
    return (
        Run(run_id=name, published=True)
        if not dates
        else Run(run_id=name, **{"published": True} | dict(zip(DATES, dates, strict=True)) | said)
    )


def test_an_open_run_comes_before_one_that_only_will_be_open():
    soon, late, open_now = run("soon", 5, 60, 2, 4), run("late", 20, 90, 10, 15), run("open", -30, 60, -60, 10)

    assert shown_run([late, soon, open_now], now=NOW) == open_now
    assert shown_run([late, soon], now=NOW) == next_run([late, soon], now=NOW) == soon


def test_when_all_is_over_the_latest_is_shown_and_without_runs_none():
    first, last, hidden = run("a", -400, -300, None, None), run("b", -200, -90, None, None), run("c", -9, -1, -9, -5)
    hidden = Run(run_id="c", published=False, start_date=hidden.start_date)

    assert shown_run([first, last, hidden], now=NOW) == last
    assert shown_run([hidden], now=NOW) is None


@needs_shared
def test_the_table_of_the_reference_holds():
    table = golden("_load_semantics")["best_run_table"]
    now = datetime.fromisoformat(table["now"])
    for case in table["cases"]:
        told = case["runs(id,start,end,enr_start,enr_end in days from now,overrides)"]
        runs = [run(name, *days[:4], now=now, **(days[4] if days[4:] else {})) for name, *days in told]

        assert shown_run(runs, now=now).run_id == case["best_run"], case["case"]
