"""What took content away from learners elsewhere, played against our own sources; see docs/reference/faults.md."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learnstead.config.source_states import state_of
from learnstead.data.drills.recording import Reply
from learnstead.ports.text_extraction import ExtractorAway
from tests.data.drills.grounds import NOW
from tests.data.faults.nights import Nights, content, next_page, one_fewer, only, status, without

pytestmark = pytest.mark.slow  # together

ARCHIVES = ("mitxonline_files", "xpro_files", "mit_edx_files", "canvas")
CATALOGUES = ("mit_climate", "xpro", "podcast", "oll")


def of(*names):
    return pytest.mark.parametrize("name", names)


@of(*ARCHIVES)
@pytest.mark.parametrize(
    "damage",
    [
        content(lambda _body: b""),
        content(lambda body: body[: len(body) // 2]),
        content(lambda body: body[:40] + bytes(200) + body[240:]),
        content(lambda _body: b"<html>Sign in</html>"),
        lambda one, _all: replace(one.reply, then="cut"),
    ],
    ids=["empty", "half", "spoiled", "html", "broken off"],
)
def test_an_archive_that_cannot_be_read_costs_nothing_and_is_read_again(grounds, name, damage):
    nights = Nights(grounds(name))
    before = {scope: state.version for scope, state in nights.states.items()}

    nights.night(damage)

    assert not nights.lost
    assert {scope: state.version for scope, state in nights.states.items()} == before
    assert nights.words
    assert nights.night().seen == nights.ground.good


@pytest.mark.parametrize("name", ["mitxonline", "xpro", "mit_edx"])
def test_a_catalogue_and_its_files_have_nothing_in_common(grounds, name):
    assert not any(key.startswith("file:") for good in grounds(name).good.values() for key in good)
    assert all(key.startswith("file:") for good in grounds(f"{name}_files").good.values() for key in good)


@of("mit_climate", "xpro", "oll")
def test_what_a_source_no_longer_has_leaves_alone_and_after_proven_runs(grounds, name):
    nights = Nights(grounds(name))

    assert not nights.night(one_fewer).lost
    for _ in range(nights.ground.source.thresholds.absent_runs - 1):
        nights.night(one_fewer)

    multiple = [scope for scope, good in nights.ground.good.items() if len(good) > 1]
    assert len(nights.lost) == len(multiple)
    assert not nights.changed


@pytest.mark.parametrize("names", [("podcast", "ovs"), ("mitxonline", "xpro"), ("youtube", "ovs")])
def test_a_source_that_fails_touches_no_other(grounds, names):
    broken, well = (grounds(name) for name in names)
    ledger = broken.means.ledger([*broken.states, *well.states])

    Nights(broken, ledger=ledger).night(status(503))

    assert list(ledger.scopes(well.source.name)) == sorted(well.states, key=lambda state: state.scope)


@of(*CATALOGUES, "posthog_views")
def test_a_feed_may_be_down_for_many_nights(grounds, name):
    nights = Nights(grounds(name))
    for _ in range(5):
        assert not nights.night(status(503)).lost
    assert any(state.stale_since for state in nights.states.values()) or name == "posthog_views"
    assert nights.night().seen == nights.ground.good
    assert not any(state.stale_since for state in nights.states.values())


@of("mitxonline", "xpro", "oll", "mit_edx")
@pytest.mark.parametrize("code", [429, 503, 404])
def test_a_list_that_only_helps_may_be_away(grounds, name, code):
    nights = Nights(grounds(name)).night(only("blocklist", status(code)))

    assert nights.seen == nights.ground.good
    assert set(nights.outcomes.values()) == {"unchanged"}
    assert "used the one kept before" in nights.words


@of("mitxonline", "ovs", "mit_edx")
def test_pages_do_not_lead_to_another_host(grounds, name):
    nights = Nights(grounds(name)).night(next_page(lambda _url: "https://elsewhere.invalid/list?page=2"))
    assert not nights.lost
    assert "another host" in nights.words


@of("mitxonline", "ovs", "mit_edx")
def test_pages_may_forget_that_they_are_encrypted(grounds, name):
    nights = Nights(grounds(name)).night(next_page(lambda url: url.replace("https://", "http://")))
    assert set(nights.outcomes.values()) == {"unchanged"}


@of("mit_climate", "xpro", "podcast")
def test_a_source_without_a_good_run_for_long_is_called_stale(grounds, name):
    ground = grounds(name)
    nights = Nights(ground).night()
    late = NOW + ground.source.stale_after + timedelta(hours=1)
    states = [state_of(ground.source, nights.ledger, now=now, scheduled=True).state for now in (NOW, late)]
    assert states == ["fresh", "stale"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("mit_climate", "url"), ("mit_climate", "topics"), ("xpro", "url"), ("xpro", "topics"), ("xpro", "description"),
        ("podcast", "enclosure"), ("podcast", "description"), ("oll", "description"), ("oll", "url"),
        ("mitxonline", "description"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [None, ""], ids=["null", "blank"])
def test_a_field_that_becomes_blank_wipes_nothing_out(grounds, name, field, value):
    nights = Nights(grounds(name)).night(without(field, value=value))
    assert not nights.lost
    if nights.changed:
        assert len(nights.changed) < sum(len(good) for good in nights.ground.good.values()) / 2
    assert nights.night().seen == nights.ground.good


@of("podcast", "news_medium", "news_mitpe")
def test_ids_that_all_change_a_little_are_not_taken_for_new_things(grounds, name):
    nights = Nights(grounds(name)).night(content(lambda body: body.replace(b"</guid>", b"/</guid>")))
    assert not nights.lost
    assert all(len(nights.seen[scope]) == len(good) for scope, good in nights.ground.good.items())


class Away:
    """An extractor that answers nobody."""

    def of(self, content, *, file_name, media_type=""):
        raise ExtractorAway(f"{file_name} could not be read: the extractor answered 502")


@of(*ARCHIVES)
def test_an_extractor_that_is_away_takes_no_text_away(grounds, name):
    ground = grounds(name)
    away = Nights(replace(ground, means=replace(ground.means, texts=Away())))

    touched = content(lambda body: body + b"\0" * 512)
    away.night(touched)

    assert not away.lost
    assert not away.changed


class Killed(BaseException):
    """What kill -9 looks like from inside: nothing after it runs."""


@of("mit_climate", "mitxonline", "podcast", "xpro", "ovs")
@pytest.mark.parametrize("after", [0, 1])
def test_a_run_that_is_killed_goes_on_where_it_stood(grounds, name, after):
    ground = grounds(name)
    asked = []

    class Dying:
        def __init__(self, egress, left):
            self._egress, self._left = egress, left

        def send(self, request):
            if self._left == 0:
                raise Killed
            self._left -= 1
            asked.append((request.method, request.url, tuple(request.query.items())))
            return self._egress.send(request)

    def nights_with(left):
        means = replace(ground.means, egress=lambda url: Dying(ground.means.egress(url), left))
        return replace(ground, means=means)

    nights = Nights(nights_with(after))
    with pytest.raises(Killed):
        nights.night()
    assert not nights.lost
    nights.ground, nights.number = nights_with(-1), 0
    nights.night()

    assert nights.seen == ground.good
    kept = [one for one in asked if "token" not in one[1]]
    assert len(kept) == len(set(kept))


@of("mitxonline_files", "xpro_files", "mit_edx_files", "canvas", "posthog_views")
def test_what_did_not_change_is_not_read_again(grounds, name):
    nights = Nights(grounds(name)).night()
    assert set(nights.outcomes.values()) <= {"unchanged"}
    assert not nights.run.release
    kept = [nights.objects.get(found.key) for found in nights.objects.list(f"snapshots/{name}/night-001/")]
    assert not [one for one in kept if b'"url":"object:' in one]


@of("mitxonline", "oll", "news_medium", "ovs")
def test_an_answer_without_end_is_refused(grounds, name):
    endless = Reply(body=b"", headers={"Content-Encoding": "gzip"}, then="bomb")
    nights = Nights(grounds(name)).night(lambda _one, _all: endless)
    assert not nights.lost
    assert "failed" in nights.outcomes.values()
