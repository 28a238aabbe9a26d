"""Vectors follow the catalogue: only what changed is encoded, and nothing is lost on the way."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.adapters.encoding.trained_here import TrainedHere
from learnstead.adapters.vectors.database import DatabaseVectors
from learnstead.learn.domain import embedding, meaning
from learnstead.learn.models import ContentFile, EncodingSpent, LearningResource, ToEncode, VectorSpace
from learnstead.ports.encoder import EncoderUnavailable
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.domain.meaning.counting_encoder import CountingEncoder
from tests.learn.shelf import resource

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def courses():
    return [resource(f"Course {number}", description=f"On subject {number}.") for number in range(5)]


@pytest.fixture
def vectors():
    return DatabaseVectors()


def follow(encoder, vectors, *resources, at=NOON):
    embedding.note([one.pk for one in resources], services().queue)
    embedding.catch_up(encoder=encoder, vectors=vectors, queue=services().queue, at=at)


def in_search(vectors, encoder, kind="resources"):
    return sorted(vectors.checksums(f"{kind}:{encoder.name}"))


def pks(*resources):
    return sorted(str(one.pk) for one in resources)


def test_unchanged_texts_are_not_sent_again_and_what_is_no_text_is_not_sent_at_all(courses, vectors):
    encoder = CountingEncoder()
    embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    assert len(encoder.sent) == 5
    courses[0].view_count, courses[0].image_url = 99, "/new.png"
    courses[0].save()
    follow(encoder, vectors, *courses)
    embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    assert len(encoder.sent) == 5
    courses[1].description = "On something else."
    courses[1].save()
    follow(encoder, vectors, *courses)
    assert len(encoder.sent) == 6
    assert "something else" in encoder.sent[-1]
    assert not ToEncode.objects.exists()


def test_what_is_withdrawn_or_in_test_mode_leaves_with_all_that_is_inside_it(courses, vectors):
    encoder = CountingEncoder()
    for course in courses:
        ContentFile.objects.create(
            resource=course, key="a", title="Notes", content=f"many words on {course.title} " * 90
        )
    embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    assert len(in_search(vectors, encoder, "passages")) == 10
    LearningResource.objects.filter(pk=courses[0].pk).update(published=False)
    LearningResource.objects.filter(pk=courses[1].pk).update(test_mode=True)
    follow(encoder, vectors, courses[0], courses[1])
    assert in_search(vectors, encoder) == pks(*courses[2:])
    assert len(in_search(vectors, encoder, "passages")) == 6
    LearningResource.objects.filter(pk=courses[2].pk).update(published=False)
    embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    assert in_search(vectors, encoder) == pks(*courses[3:])
    assert len(in_search(vectors, encoder, "passages")) == 4


def test_a_provider_that_goes_away_loses_nothing_and_keeps_the_vectors_in_use(courses, vectors):
    encoder = CountingEncoder()
    embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    for course in courses:
        course.description += " Now in a second edition."
        course.save()
    encoder.away_after = 5
    with pytest.raises(EncoderUnavailable):
        follow(encoder, vectors, *courses)
    assert embedding.standing(encoder).waiting == 5
    assert meaning.near("subject", encoder=CountingEncoder(), vectors=vectors)
    encoder.away_after = None
    embedding.catch_up(encoder=encoder, vectors=vectors, queue=services().queue, at=NOON)
    assert (len(encoder.sent), embedding.standing(encoder).waiting) == (10, 0)


def test_a_rebuild_that_fails_leaves_the_vectors_in_use_and_the_next_one_goes_on_where_it_stopped(courses, vectors):
    old = CountingEncoder()
    embedding.rebuild(encoder=old, vectors=vectors, at=NOON)
    many = [resource(f"Further course {number}") for number in range(60)]
    new = CountingEncoder(name="counting-2", away_after=50)
    with pytest.raises(EncoderUnavailable):
        embedding.rebuild(encoder=new, vectors=vectors, at=NOON)
    assert VectorSpace.objects.get(live=True).encoder == "counting-1"
    with pytest.raises(EncoderUnavailable, match="are being made"):
        meaning.near("subject", encoder=new, vectors=vectors)
    new.away_after = None
    assert embedding.rebuild(encoder=new, vectors=vectors, at=NOON) == 65
    assert len(new.sent) == 65
    assert vectors.collections() == ["resources:counting-2"]
    assert len(in_search(vectors, new)) == len(many) + len(courses)


def test_a_budget_stops_for_the_day_and_goes_on_the_next_without_loss(courses, vectors):
    size = embedding.Text("", "", embedding.text_of(next(iter(embedding.search_documents.published())))).tokens
    encoder = CountingEncoder(daily_tokens=2 * size)
    with pytest.raises(embedding.BudgetSpent, match="are spent today"):
        embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON)
    assert len(encoder.sent) == 2
    with pytest.raises(embedding.BudgetSpent):
        embedding.rebuild(encoder=encoder, vectors=vectors, at=NOON + timedelta(hours=11))
    for day in (1, 2):
        at = NOON + timedelta(days=day)
        if day == 1:
            with pytest.raises(embedding.BudgetSpent):
                embedding.rebuild(encoder=encoder, vectors=vectors, at=at)
        else:
            embedding.rebuild(encoder=encoder, vectors=vectors, at=at)
    assert sorted(in_search(vectors, encoder)) == pks(*courses)
    assert len(encoder.sent) == 5
    assert [row.tokens for row in EncodingSpent.objects.order_by("day")] == [2 * size, 2 * size, size]


def test_the_first_resources_train_a_model_and_a_catalogue_that_outgrew_it_trains_another(courses):
    given = services()
    embedding.note([course.pk for course in courses], given.queue)
    assert waiting_jobs.work_off() == [embedding.CATCH_UP_JOB, embedding.REBUILD_JOB]
    first = given.encoder.name
    assert meaning.near("subject 3", encoder=given.encoder, vectors=given.vectors)
    assert not embedding.is_due(given.encoder)
    more = [resource(f"Pottery {number}", description="Clay, glaze and kiln.") for number in range(6)]
    embedding.note([one.pk for one in more[:2]], given.queue)
    waiting_jobs.work_off()
    assert given.encoder.name == first
    assert embedding.is_due(given.encoder)
    embedding.note([one.pk for one in more[2:]], given.queue)
    waiting_jobs.work_off()
    assert given.encoder.name != first
    assert set(meaning.near("kiln", encoder=given.encoder, vectors=given.vectors)) == set(pks(*more))


def test_an_empty_catalogue_needs_no_encoder():
    encoder = TrainedHere()
    embedding.catch_up(encoder=encoder, vectors=DatabaseVectors(), queue=services().queue, at=NOON)
    assert waiting_jobs.waiting() == []
    assert not embedding.is_due(encoder)
    assert "search rebuild" in embedding.standing(encoder).problem
