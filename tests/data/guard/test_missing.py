"""Items that do not come: when they stay, when they are gone, and when nobody may decide but a person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.guard.feed import Feed, checks, course, gone, key, outcomes, unreadable


def numbers(*of):
    return [str(number) for number in of]


def courses(*of):
    return [course(number) for number in of]


def test_one_of_three_is_gone_after_the_second_proven_run_without_it(feed):
    feed.run(*courses(1, 2, 3))

    first = feed.run(*courses(1, 2))
    assert (outcomes(first), feed.good()) == ({"main": "unchanged"}, numbers(1, 2, 3))

    second = feed.run(*courses(1, 2))
    assert (outcomes(second), feed.good()) == ({"main": "released"}, numbers(1, 2))
    assert second.scopes[0].removed == 1


def test_two_of_three_at_once_are_held(feed):
    feed.run(*courses(1, 2, 3))
    done = feed.run(*courses(1))

    assert (outcomes(done), checks(done), feed.good()) == ({"main": "held"}, {"missing"}, numbers(1, 2, 3))
    assert feed.state().held_run == done.id
    assert feed.state().stale_since


def test_what_comes_back_starts_anew(feed):
    feed.run(*courses(1, 2, 3))
    feed.run(*courses(1, 2))
    feed.run(*courses(1, 2, 3))
    feed.run(*courses(1, 2))

    assert feed.good() == numbers(1, 2, 3)


def test_without_proof_that_the_feed_is_whole_nothing_is_ever_gone(feed):
    feed.run(*courses(1, 2, 3))
    for _ in range(5):
        done = feed.run(*courses(1, 2), proof="")

    assert feed.good() == numbers(1, 2, 3)
    assert "nothing proves" in done.scopes[0].findings[0].says


def test_a_failed_run_between_counts_neither_for_nor_against(feed):
    feed.run(*courses(1, 2, 3))
    feed.run(*courses(1, 2))
    failed = feed.run(main="503")
    assert (outcomes(failed), feed.good()) == ({"main": "failed"}, numbers(1, 2, 3))

    feed.run(*courses(1, 2))
    assert feed.good() == numbers(1, 2)
    assert feed.state().stale_since is None


def test_any_number_of_failed_runs_changes_nothing(feed):
    feed.run(*courses(1, 2, 3))
    first = feed.run(main="503")
    for _ in range(20):
        feed.run(main="503")

    assert feed.good() == numbers(1, 2, 3)
    assert feed.state().stale_since == first.started


def test_an_empty_feed_is_held_however_often_it_comes(feed):
    feed.run(*courses(1, 2, 3))
    for _ in range(5):
        done = feed.run()

    assert (checks(done), feed.good()) == ({"empty"}, numbers(1, 2, 3))


def test_a_first_run_that_brings_nothing_is_held(feed):
    done = feed.run()

    assert (outcomes(done), checks(done)) == ({"main": "held"}, {"empty"})
    assert "nothing came" in done.scopes[0].reason


def test_what_the_source_itself_takes_back_is_gone_at_once_and_not_missed(feed):
    feed.run(*courses(*range(10)))
    done = feed.run(*courses(*range(3)), *(gone(number) for number in range(3, 10)))
    assert (outcomes(done), done.scopes[0].removed) == ({"main": "released"}, 7)

    after = feed.run(*courses(*range(3)))
    assert (outcomes(after), feed.good()) == ({"main": "unchanged"}, numbers(0, 1, 2))


def test_everything_taken_back_leaves_an_empty_scope_that_is_good(feed):
    feed.run(*courses(1, 2))
    feed.run(gone(1), gone(2))
    again = feed.run()

    assert (outcomes(again), feed.good()) == ({"main": "unchanged"}, [])


def test_an_item_that_cannot_be_read_keeps_its_last_good_version_for_ever(feed):
    feed.run(*courses(1, 2, 3))
    for _ in range(5):
        feed.run(*courses(1, 2), unreadable(3))

    assert feed.good() == numbers(1, 2, 3)


def test_an_unreadable_item_without_a_name_may_be_the_missing_one(feed):
    feed.run(*courses(1, 2, 3))
    for _ in range(5):
        feed.run(*courses(1, 2), unreadable())

    assert feed.good() == numbers(1, 2, 3)


def test_a_listing_that_is_the_whole_truth_removes_at_once(tmp_path):
    feed = Feed(tmp_path, absent_runs=0)
    feed.run(*courses(1, 2, 3))
    assert outcomes(feed.run(*courses(1))) == {"main": "released"}
    assert feed.good() == numbers(1)
    feed.run()
    assert feed.good() == []


def test_resources_that_all_have_other_names_are_held_even_where_the_listing_is_the_whole_truth(tmp_path):
    feed = Feed(tmp_path, absent_runs=0)
    feed.run(*courses(1, 2, 3))
    assert checks(feed.run(*courses(11, 12, 13))) == {"ids"}
    assert feed.good() == numbers(1, 2, 3)


def test_the_whole_truth_needs_proof_too(tmp_path):
    feed = Feed(tmp_path, absent_runs=0)
    feed.run(*courses(1, 2, 3))
    feed.run(*courses(1, 2), proof="")

    assert feed.good() == numbers(1, 2, 3)


def test_a_feed_that_shrinks_a_little_in_every_run_is_held_in_the_end(feed):
    feed.run(*courses(*range(100)))
    left, held = 100, None
    for _ in range(12):
        left -= 8
        done = feed.run(*courses(*range(left)))
        if checks(done):
            held = done
            break

    assert checks(held) & {"volume", "missing"}
    assert len(feed.good()) >= 70


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sets(st.integers(0, 11)), st.sampled_from(["all came", ""])), max_size=8))
def test_nothing_is_gone_that_was_not_missing_from_two_proven_runs(tmp_path_factory, runs):
    feed = Feed(tmp_path_factory.mktemp("feed"))
    feed.run(*courses(*range(12)))
    absent: dict[str, int] = {}
    for brought, proof in runs:
        before = set(feed.good())
        feed.run(*courses(*brought), proof=proof)
        came = {str(number) for number in brought}
        for number in before - came:
            absent[number] = absent.get(number, 0) + bool(proof)
        for number in came:
            absent[number] = 0
        assert all(absent[number] >= 2 for number in before - set(feed.good()))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 40])
def test_one_missing_item_never_holds_a_feed_of_any_size_but_one(feed, count):
    feed.run(*courses(*range(count)))
    done = feed.run(*courses(*range(count - 1)))

    assert checks(done) == ({"empty"} if count == 1 else set())
    assert key(count - 1).endswith(feed.good()[-1])
