"""The pages of every kind of resource, with everything said of it and with next to nothing."""

from html import unescape

import pytest

from learnstead.kernel.contracts import ContentFile, LearningResource, Run
from learnstead.kernel.contracts.content_files import ContentParent
from learnstead.kernel.contracts.resources import PodcastEpisodeDetail
from learnstead.learn import models
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.source_releases import NOON, lay_down
from tests.learn.web.test_released import made, tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

KINDS = ["course", "program", "podcast", "podcast_episode", "video", "video_playlist", "document"]


def thing(kind, name, **said):
    given = {"platform": "edx", "etl_source": "library", "title": name.title()}
    if kind in {"course", "program"}:
        given["runs"] = [Run(run_id=f"{name}+1")]
    return LearningResource(resource_type=kind, readable_id=name, **given | said)


def bring(*records):
    tell(made(lay_down(services().objects, 1, {"all": records})))
    waiting_jobs.work_off()


def page(client, name):
    answer = client.get(models.LearningResource.objects.get(readable_id=name).get_absolute_url())
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_page_needs_no_more_than_a_title(client):
    bring(*(thing(kind, f"bare-{kind}") for kind in KINDS))
    for kind in KINDS:
        text = page(client, f"bare-{kind}")
        assert "Why do I see this?" in text
        assert 'href=""' not in text
        assert ">None<" not in text


def test_what_is_elsewhere_is_linked_and_nothing_is_loaded_from_there(client):
    captions = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nGood\ntides"
    detail = PodcastEpisodeDetail(audio_url="https://cdn.example/1.mp3", duration="PT31M", transcript=captions)
    bring(thing("podcast_episode", "tides", url="javascript:alert(1)", podcast_episode=detail))

    text = page(client, "tides")

    assert 'href="https://cdn.example/1.mp3"' in text
    assert "31 min" in text
    assert "Good tides</p>" in text
    assert '<audio controls preload="none"' in text
    assert 'href="javascript' not in text


def test_the_page_that_a_program_is_described_on_is_not_inside_it(client):
    there = "https://library.example/tides/"
    text = "# Tides\n\n**Who** is hurt?\n\n* Write\n* Measure"
    about = {"parent": ContentParent(platform="edx", run_id="tides+1"), "etl_source": "library", "content": text}
    described, rules = (
        ContentFile(key=url, url=url, title=title, content_type="page", file_extension=".md", **about)
        for title, url in (("Tides", there), ("Rules", f"{there}rules/"))
    )
    told = "<p>The sea.</p><p>Twice &amp; daily.</p>"
    run = Run(run_id="tides+1", start_date=NOON)
    bring(thing("program", "tides", url=there, runs=[run], description=told), described, rules)

    shown = page(client, "tides")

    assert "Ask about this program" in shown
    assert "Rules</a></li>" in shown
    assert "Tides</a></li>" not in shown
    assert '<th scope="col">With</th>' not in shown
    found = " ".join(unescape(client.get("/search/?q=measure").content.decode()).split())
    assert "Tides Who is hurt? Write <mark>Measure</mark>" in found
    assert "The sea. Twice & daily." in found


def test_a_search_can_be_narrowed_by_how_a_course_is_taken(client):
    free = thing("course", "tides", pace=["self_paced"], runs=[Run(run_id="r", level=["high_school"])])
    bring(free, thing("course", "waves", professional=True), thing("video", "foam"))

    shown = client.get("/search/?free=true&level=high_school").content.decode()

    assert "<strong>1</strong> result" in shown
    for label in ("Tides", "High school", "Remove Price:"):
        assert label in shown
