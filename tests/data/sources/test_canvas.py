"""Canvas: what students can see of a course, and nothing else."""

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import pytest

from learnstead.kernel.contracts import ContentFile, LearningResource, TutorProblemFile
from tests.data import shared
from tests.data.canvas.export_folder import FOLDER, export, files_meta, module, page, put, settings
from tests.data.running import run_source

NOW = datetime(2030, 3, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOWHERE = "http://127.0.0.1:9"
FILE, OTHER = "web_resources/knot.txt", "web_resources/other.txt"
HIDDEN_TAB = '<tab_configuration>[{"id": 11, "hidden": true}]</tab_configuration>'


@pytest.fixture
def bucket(tmp_path):
    return tmp_path / "bucket"


@pytest.fixture
def run(tmp_path, bucket):
    numbers = count()

    def run(**options):
        options.setdefault("now", NOW)
        return run_source("canvas", folder=tmp_path / str(next(numbers)), replay=NOWHERE, bucket=bucket, **options)

    return run


@pytest.fixture
def seen(run, bucket):
    """The paths of what can be seen in an export."""

    def seen(files, *, listing=None, now=NOW, **parts):
        put(bucket, export(files, **parts), listing=listing)
        ran = run(now=now)
        assert not ran.quarantined
        assert not ran.scope("7").failed
        return {record.source_path for record in ran.records if isinstance(record, ContentFile)}

    return seen


def z(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_course_is_there_for_what_it_contains_and_never_shown(run, bucket):
    course = "<start_at>2030-02-01T05:00:00</start_at><conclude_at>2030-05-30T04:00:00</conclude_at>"
    put(bucket, export({FILE: "Over, under."}, course=course))

    [course, file] = run().records

    assert isinstance(course, LearningResource)
    assert (course.readable_id, course.title, course.platform) == ("7-KN.1", "Knots", "canvas")
    assert (course.published, course.test_mode) == (False, True)
    assert course.url == "https://canvas.example.edu/courses/7/"
    assert (course.runs[0].run_id, course.runs[0].published) == ("7-KN.1+canvas", True)
    assert course.runs[0].start_date == datetime(2030, 2, 1, 5, tzinfo=UTC)
    assert (file.parent.run_id, file.title, file.content) == ("7-KN.1+canvas", "Knot", "Over, under.")


@pytest.mark.parametrize(
    ("said", "is_seen"),
    [
        ({"lock_at": z(NOW - HOUR)}, False),
        ({"lock_at": z(NOW + HOUR)}, True),
        ({"unlock_at": z(NOW + HOUR)}, False),
        ({"unlock_at": z(NOW - HOUR)}, True),
        ({"unlock_at": "2030-03-05T08:00:00"}, False),  # 13:00 UTC: without a zone it is Eastern
        ({"unlock_at": "2030-03-05T06:00:00"}, True),
        ({"unlock_at": "2030-03-05T14:00:00+03:00"}, True),
        ({"unlock_at": "after the exam"}, False),
        ({"locked": "true"}, False),
        ({"hidden": "true"}, False),
        ({"visibility": "context"}, False),
        ({"visibility": "inherit"}, True),
    ],
)
def test_files_open_and_close_when_they_say(seen, said, is_seen):
    assert (FILE in seen({FILE: "x"}, meta=files_meta(files=[(FILE, said)]))) is is_seen


def test_a_folder_speaks_for_all_below_it(seen):
    files = {"web_resources/exam/2030/a.txt": "x", "web_resources/notes/a.txt": "x", "web_resources/b.txt": "x"}
    folders = [("exam", {"locked": "true"}), ("notes", {"hidden": "true"})]

    assert seen(files, meta=files_meta(folders=folders)) == {"web_resources/b.txt"}


def test_a_link_opens_what_is_hidden_but_only_from_what_is_shown_and_never_what_is_locked(seen):
    files = {
        "wiki_content/shown.html": page("Shown", links=["a%20b.txt?canvas_download=1", "locked.txt", "closed.txt"]),
        "wiki_content/draft.html": page("Draft", state="unpublished", links=["draft.txt"]),
        "wiki_content/taken.html": page("Taken back", links=["taken.txt"]),
        **{f"web_resources/{name}.txt": "x" for name in ("a b", "locked", "closed", "draft", "taken")},
    }
    listing = {
        "pages": [{"title": "Taken back", "published": False}],
        "course_files": [
            {"file_path": "course files/a+b.txt", "hidden": True, "url": "https://canvas.example.edu/files/1"},
            {"file_path": "course files/closed.txt", "folder": {"locked": True}},
        ],
    }
    meta = files_meta(files=[("web_resources/locked.txt", {"locked": "true"})])

    assert seen(files, listing=listing, meta=meta, course=HIDDEN_TAB) == {
        "wiki_content/shown.html",
        "web_resources/a b.txt",
    }


def test_without_the_files_page_a_module_must_lead_to_a_file(seen):
    modules = module((FILE, "A knot", "active"), (OTHER, "Another", "unpublished"), workflow_state="active")

    assert seen({FILE: "x", OTHER: "x"}, modules=modules, course=HIDDEN_TAB) == {FILE}


@pytest.mark.parametrize("said", [{"workflow_state": "unpublished"}, {"unlock_at": z(NOW + HOUR)}])
def test_a_module_that_is_not_open_leads_nowhere(seen, said):
    assert seen({FILE: "x"}, modules=module((FILE, "A knot", "active"), **said), course=HIDDEN_TAB) == set()


@pytest.mark.parametrize(
    ("said", "is_seen"),
    [
        ({"workflow_state": "published"}, True),
        ({"workflow_state": "published", "lock_at": z(NOW - HOUR)}, False),
        ({"workflow_state": "published", "only_visible_to_overrides": "true"}, False),
        ({"workflow_state": "unpublished"}, False),
    ],
)
def test_assignments_are_seen_when_they_are_given_to_all(seen, said, is_seen):
    files = {"hw/hw.html": page("Assignment: Tie it"), "hw/assignment_settings.xml": settings(title="Tie it", **said)}

    assert (seen(files) == {"hw/hw.html"}) is is_seen


def test_quizzes_stay_inside_with_their_answers(seen):
    quiz, talk = "q/assessment_qti.xml", "t/topic.xml"
    types = {quiz: "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", talk: "imsdt_xmlv1p1"}
    modules = module((quiz, "Quiz", "active"), (talk, "Talk", "active"))

    assert seen({quiz: "<q>42</q>", talk: "<t>Hello</t>"}, modules=modules, types=types) == {talk}


def test_problem_files_are_for_tutors_only(run, bucket):
    names = ("Set 1/knots.txt", "Set 1/knots Solution.txt", "loose.txt")
    put(bucket, export({f"web_resources/ai/tutor/{name}": "Tie it." for name in names}))

    records = run().records

    assert [type(record) for record in records] == [LearningResource, TutorProblemFile, TutorProblemFile]
    assert [(one.problem_title, one.file_name, one.type) for one in records[1:]] == [
        ("Set 1", "knots Solution.txt", "solution"),
        ("Set 1", "knots.txt", "problem"),
    ]


def test_what_we_have_is_fetched_again_only_when_something_opens_by_itself(run, bucket):
    put(bucket, export({FILE: "x"}, meta=files_meta(files=[(FILE, {"unlock_at": z(NOW + HOUR)})])))
    versions = {"7": run().scope("7").version}

    soon, later = run(versions=versions, now=NOW + HOUR / 2), run(versions=versions, now=NOW + 2 * HOUR)

    assert soon.scope("7").unchanged
    assert not later.scope("7").unchanged
    assert [record.source_path for record in later.records[1:]] == [FILE]


@pytest.mark.parametrize(
    ("archive", "says"),
    [
        pytest.param(b"<html>Sign in</html>", "no archive", id="a page"),
        pytest.param(export({FILE: "x"})[:-40], "export.imscc", id="cut off"),
        pytest.param(export({FILE: "x"}, meta="<fileMeta><files>"), "nobody knows", id="damaged list of files"),
        pytest.param(export({FILE: "x"}, modules="<module>"), "nobody knows", id="damaged modules"),
    ],
)
def test_an_export_nobody_can_trust_fails_its_course_and_no_other(run, bucket, archive, says):
    put(bucket, archive)
    put(bucket, export({FILE: "x"}), folder="canvas/course_content/8")

    ran = run()

    assert says in ran.scope("7").failed
    assert {candidate.scope for candidate in ran.candidates} == {"8"}


def test_without_the_listing_nobody_knows_what_is_hidden(run, bucket):
    put(bucket, export({FILE: "x"}))
    (bucket / FOLDER / "export.metadata.json").unlink()

    assert "nobody knows what is hidden" in run().scope("7").failed


@pytest.mark.parametrize(
    ("listing", "says"),
    [
        ("<html>Sign in</html>", "no JSON"),
        ("[]", "does not list course_files"),
        ('{"files": []}', "does not list course_files"),
        ('{"course_files": [{"path": "course files/knot.txt", "hidden": true}]}', "does not say what this is about"),
        ('{"course_files": [], "pages": {}}', "does not have lists"),
    ],
)
def test_a_listing_that_has_changed_its_shape_is_not_read_as_nothing_hidden(run, bucket, listing, says):
    put(bucket, export({FILE: "x"}))
    (bucket / FOLDER / "export.metadata.json").write_text(listing)

    ran = run()

    assert says in ran.scope("7").failed
    assert ran.records == []


def test_one_damaged_file_is_set_aside_under_its_key(run, bucket):
    archive = bytearray(export({FILE: "Over, under.", OTHER: "y"}))
    archive[archive.index(b"Over, under.")] ^= 0xFF
    put(bucket, bytes(archive))

    ran = run()

    assert [record.source_path for record in ran.records[1:]] == [OTHER]
    assert ran.quarantined[0].key.endswith("block-v1:7-KN.1+canvas+type@web_resources+block@knot")
    assert "damaged in the archive" in ran.quarantined[0].reason


def test_no_damage_ever_shows_what_is_hidden(run, bucket):
    texts = {f"web_resources/{name}.txt": f"{name} words" for name in ("open", "shut", "hid")}
    meta = files_meta(files=[("web_resources/shut.txt", {"locked": "true"})], folders=[("x", {"hidden": "true"})])
    files = {**texts, "wiki_content/draft.html": page("Draft", state="unpublished")}
    listing = {"course_files": [{"file_path": "course files/hid.txt", "hidden": True}]}
    whole, chance = export(files, meta=meta), Random(7)  # noqa: S311 - damage, not a secret

    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        put(bucket, bytes(damaged), listing=listing)
        seen = [record.content for record in run().records if isinstance(record, ContentFile)]
        assert seen in ([], ["open words"])


@shared.needs_shared
def test_the_made_up_course_with_every_rule(run, bucket):
    canvas = shared.REPLAY / "payloads/s3/canvas"
    place = bucket / "canvas/course_content/14566"
    place.mkdir(parents=True)
    (place / "a.metadata.json").write_bytes((canvas / "course.metadata.json").read_bytes())

    def records(name):
        (place / "a.imscc").write_bytes((canvas / f"canvas_{name}.imscc").read_bytes())
        return {getattr(one, "source_path", ""): one for one in run().records}

    base = records("base")

    assert sorted(base) == [
        "",
        "A1/hw.html",
        "course_settings/syllabus.html",
        "web_resources/ai/tutor/Problem Set 1/pset1.txt",
        "web_resources/ai/tutor/Problem Set 1/pset1_solution.txt",
        "web_resources/handout.txt",
        "web_resources/plain.txt",
        "web_resources/secret/embedded file.txt",
        "web_resources/slides/hidden2.txt",
        "web_resources/slides/lecture1.txt",
        "wiki_content/welcome.html",
    ]
    assert base["A1/hw.html"].url == "https://canvas.mit.edu/a/1"
    assert base["web_resources/handout.txt"].title == "Renamed handout.txt"
    assert records("export_noise") == base
    assert base.keys() - records("no_syllabus").keys() == {"course_settings/syllabus.html"}
    changed = records("title_changed")
    assert [path for path in base if base[path] != changed[path]] == ["web_resources/slides/lecture1.txt"]
    assert base.keys() - records("files_tab_hidden").keys() == {
        "web_resources/handout.txt",
        "web_resources/plain.txt",
        "web_resources/slides/hidden2.txt",
    }
