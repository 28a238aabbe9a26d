"""A small catalogue with something of every kind, made once for each module that asks for it."""

from datetime import timedelta

import pytest

from learnstead.kernel import clock
from learnstead.kernel.contracts import (
    Child,
    ContentFile,
    ContentParent,
    CourseDetail,
    CourseNumber,
    Image,
    LearningResource,
    PodcastDetail,
    PodcastEpisodeDetail,
    Price,
    Run,
    VideoChannel,
    VideoDetail,
    VideoPlaylistDetail,
)
from learnstead.learn.domain.releases import apply_release
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.kept import kept
from tests.learn.source_releases import NOON, course, lay_down

LESSONS = 29
SOON = clock.now() + timedelta(days=20)


def records():
    """Twenty-nine lessons that say "estuary", and one or two things of every kind that do not."""
    lessons = [course(f"lesson-{n:02}", title=f"Estuary lesson {n}") for n in range(LESSONS)]
    hidden = [
        course("hidden", title="Estuary in secret", test_mode=True),
        course("withdrawn", title="Estuary no more", published=False),
    ]
    return [*lessons, *hidden, *_given(), *_to_watch_and_hear(), *_files()]


def _given():
    return [_algebra(), _circuits(), _electronics()]


def _algebra():
    return course(
        "algebra",
        title="Linear Algebra",
        description="<p>Vectors.</p>",
        image=Image(url="https://pictures.example/algebra.jpg", alt="A matrix"),
        departments=["18", "6"],
        topics=["Mathematics"],
        resource_tags=["Lecture Videos", "Exams, with Solutions"],
        certification=True,
        certification_type="completion",
        offered_by="mitx",
        course=CourseDetail(
            course_numbers=[
                CourseNumber(value="18.06", department="18", sort_coursenum="18.06", primary=True),
                CourseNumber(value="6.06", listing_type="cross-listed", department="6", sort_coursenum="06.06"),
            ]
        ),
        runs=[
            Run(
                run_id=f"algebra+{n}",
                level=["undergraduate"],
                start_date=SOON + timedelta(days=n),
                instructors=["Marina Ochoa"],
                prices=[Price(amount="49.00"), Price(amount="0")],
                availability="dated",
            )
            for n in range(5)
        ]
        + [Run(run_id="algebra+company", is_b2b=True, level=["high_school"])],
    )


def _circuits():
    return course(
        "circuits",
        title="Circuits",
        platform="ocw",
        departments=["6"],
        offered_by="ocw",
        professional=True,
        course=CourseDetail(
            course_numbers=[CourseNumber(value="6.2", department="6", sort_coursenum="06.2", primary=True)]
        ),
        runs=[Run(run_id="circuits+1", level=["graduate"], semester="Fall", year=2019)],
    )


def _electronics():
    return course(
        "electronics",
        resource_type="program",
        title="Electronics",
        children=[
            Child(resource_type="course", readable_id="algebra", relation="PROGRAM_COURSES", position=0),
            Child(resource_type="course", readable_id="hidden", relation="PROGRAM_COURSES", position=1),
            Child(
                resource_type="course",
                readable_id="circuits",
                platform="ocw",
                relation="PROGRAM_COURSES",
                position=2,
            ),
        ],
    )


def _material(kind, name, **more):
    values = {"resource_type": kind, "readable_id": name, "platform": "ocw", "etl_source": "library", "title": name}
    return LearningResource(**values | more)


def _to_watch_and_hear():
    def inside(kind, name, relation):
        return [Child(resource_type=kind, readable_id=name, relation=relation, position=0)]

    return [
        _material(
            "podcast",
            "Signals",
            platform="podcast",
            podcast=PodcastDetail(rss_url="https://radio.example/signals.xml"),
            children=inside("podcast_episode", "Noise", "PODCAST_EPISODES"),
        ),
        _material(
            "podcast_episode",
            "Noise",
            platform="podcast",
            podcast_episode=PodcastEpisodeDetail(
                audio_url="https://radio.example/noise.mp3", duration="PT17M", transcript="Hiss and hum."
            ),
        ),
        _material(
            "video_playlist",
            "Experiments",
            video_playlist=VideoPlaylistDetail(channel="lab"),
            children=inside("video", "Spark", "PLAYLIST_VIDEOS"),
        ),
        VideoChannel(channel_id="lab", etl_source="library", title="The Lab"),
        _material("video", "Spark", video=VideoDetail(duration="PT2M", transcript="It jumps.")),
        _material("document", "Problem Set 3", resource_category="Problem Sets", offered_by="ocw"),
        _material("document", "Textbook", resource_tags=["Open Textbooks"]),
    ]


def _files():
    run = ContentParent(platform="edx", run_id="algebra+0")
    return [
        ContentFile(
            parent=run,
            key="notes/eigenvalues.pdf",
            etl_source="library",
            title="Eigenvalues",
            content="The eigenvalues of a rotation are complex.",
            content_type="pdf",
            content_tags=["Lecture Notes"],
            file_extension=".pdf",
        ),
        ContentFile(
            parent=ContentParent(platform="edx", run_id="hidden+1"),
            key="notes/secret.pdf",
            etl_source="library",
            title="Secret eigenvalues",
            content="Nobody reads this.",
            content_type="pdf",
        ),
        ContentFile(
            parent=ContentParent(platform="ocw", resource_type="document", readable_id="Problem Set 3"),
            key="pset3.pdf",
            etl_source="library",
            title="Problem Set 3",
            content="Find the eigenvalues.",
            content_type="pdf",
        ),
    ]


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    """The catalogue and its index."""
    with kept(django_db_blocker):
        objects, queue = services().objects, services().queue
        release = lay_down(objects, 1, {"all": records()})
        apply_release(source="library", release=release, objects=objects, queue=queue, at=NOON)
        waiting_jobs.work_off()
        yield


@pytest.fixture
def _nothing_indexed_or_stored():
    """Takes the place of that of all of learn: here a module keeps its index."""
