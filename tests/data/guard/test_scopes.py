"""Scopes stand for themselves: one that fails, is held or is gone leaves the others alone."""

from tests.data.guard.feed import Feed, checks, course, outcomes


def courses(*of):
    return [course(number) for number in of]


def shows(count, **instead):
    return {**{f"show{number}": courses(number) for number in range(count)}, **instead}


def test_a_scope_that_fails_leaves_the_others_alone(feed):
    feed.run(**shows(3))
    done = feed.run(**shows(3, show1="503", show2=courses(2, 20)))

    assert outcomes(done) == {"show0": "unchanged", "show1": "failed", "show2": "released"}
    assert done.outcome == "partly"
    assert [feed.good(f"show{number}") for number in range(3)] == [["0"], ["1"], ["2", "20"]]


def test_a_scope_that_is_not_listed_any_more_is_gone_after_the_second_time(feed):
    feed.run(**shows(6))
    feed.only_lists(*(f"show{number}" for number in range(5)))
    first = feed.run(**shows(5))
    assert (first.outcome, feed.good("show5")) == ("unchanged", ["5"])

    second = feed.run(**shows(5))
    assert (outcomes(second)["show5"], feed.good("show5")) == ("released", [])


def test_a_list_that_lost_most_scopes_is_held_and_counts_for_nothing(feed):
    feed.run(**shows(6))
    feed.only_lists("show0", "show1")
    for _ in range(3):
        done = feed.run(**shows(2))

    assert checks(done) == {"scopes"}
    assert feed.good("show5") == ["5"]


def test_an_empty_list_of_sites_takes_no_site_away(tmp_path):
    feed = Feed(tmp_path, absent_runs=0)
    feed.run(**shows(4))
    feed.only_lists()
    feed.run(main=[])

    assert feed.good("show3") == ["3"]


def test_a_version_is_remembered_only_with_the_data_it_names(feed):
    feed.run(*courses(1, 2, 3), version="v1")
    feed.run(*courses(1), version="v2")
    assert feed.state().version == "v1"

    feed.run(*courses(1, 2, 3, 4), version="v3")
    assert feed.state().version == "v3"


def test_a_later_good_run_overtakes_what_is_held(feed):
    feed.run(*courses(1, 2, 3))
    feed.run(*courses(1))
    feed.run(*courses(1, 2, 3))

    assert (feed.state().held_run, feed.state().stale_since) == ("", None)


def test_the_real_world_takes_the_place_of_the_demo_without_comparing(feed):
    feed.run(demo=True, sample=courses(*range(10)), other=courses(1))
    done = feed.run(sample=courses("real"))

    assert outcomes(done) == {"sample": "released", "other": "released"}
    assert (feed.good("sample"), feed.good("other")) == (["real"], [])
    assert not feed.state("sample").demo


def test_the_same_content_has_the_same_bytes(tmp_path):
    one, other = (Feed(tmp_path / name) for name in ("one", "other"))
    one.run(*courses(1, 2, 3))
    other.run(*courses(3, 1, 2))

    def files(feed):
        return {info.key: feed.objects.get(info.key) for info in feed.objects.list("releases/")}

    assert files(one) == files(other)


def test_a_run_that_changes_nothing_writes_no_release(feed):
    feed.run(*courses(1, 2, 3))
    before = [info.key for info in feed.objects.list("releases/")]
    done = feed.run(*courses(3, 2, 1))

    assert (done.outcome, done.release) == ("unchanged", "")
    assert [info.key for info in feed.objects.list("releases/")] == before
