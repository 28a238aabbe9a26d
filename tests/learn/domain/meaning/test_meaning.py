"""What is near a text or another resource, and which passage says so."""

import pytest

from learnstead.kernel import clock
from learnstead.learn.domain import embedding, meaning, passages
from learnstead.learn.models import ContentFile
from learnstead.ports.encoder import EncoderUnavailable
from learnstead.ports.search import Entry, Part
from learnstead.ports.services import services
from tests.learn.shelf import resource

pytestmark = pytest.mark.django_db

CAPTIONS = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
The kiln is hot.

01:02:03.500 --> 01:02:05.000
Open it slowly.
"""


@pytest.fixture
def catalogue():
    described = {
        "Linear Algebra": "Matrices, vectors, eigenvalues and determinants.",
        "Vectors and Matrices": "Eigenvalues of matrices, determinants.",
        "Pottery": "Clay, glaze and kiln.",
        "Ceramics": "Glaze and clay, how a kiln is fired.",
        "French History": "Kings, revolutions and parliaments.",
    }
    made = {title: resource(title, description=text) for title, text in described.items()}
    lesson = "The wheel turns while the hands raise the wall of the vase. " * 40
    ContentFile.objects.create(resource=made["Pottery"], key="1", title="On the wheel", content=lesson, url="/wheel/")
    ContentFile.objects.create(
        resource=made["French History"], key="1", title="Kings", content="The king was late. " * 40
    )
    given = services()
    embedding.rebuild(encoder=given.encoder, vectors=given.vectors, at=clock.now())
    return made


def near(text):
    return meaning.near(text, encoder=services().encoder, vectors=services().vectors)


def test_what_means_alike_is_near_with_or_without_the_words(catalogue):
    found = near("clay")
    assert set(list(found)[:2]) == {str(catalogue["Pottery"].pk), str(catalogue["Ceramics"].pk)}
    assert max(found.values()) == 1
    assert all(0 <= share <= 1 for share in found.values())
    assert str(catalogue["Linear Algebra"].pk) not in found


@pytest.mark.parametrize("nothing", ["", "   ", "the of", "qqqq zzxx", "\x00", "🙂" * 3000])
def test_nothing_is_near_nonsense(catalogue, nothing):
    assert near(nothing) == {}


def test_similar_resources_are_those_on_the_same_subject(catalogue):
    given = services()
    like = meaning.similar(catalogue["Pottery"].pk, encoder=given.encoder, vectors=given.vectors)
    assert like[0] == catalogue["Ceramics"].pk
    assert catalogue["Pottery"].pk not in like
    assert meaning.similar(0, encoder=given.encoder, vectors=given.vectors) == []


def test_a_passage_is_found_inside_the_resources_that_were_named_and_nowhere_else(catalogue):
    given = services()
    owners = [catalogue["Pottery"].pk, catalogue["Ceramics"].pk]
    found = meaning.passages("hands on the wheel", owners=owners, encoder=given.encoder, vectors=given.vectors)
    assert {one.passage.resource for one in found} == {catalogue["Pottery"].pk}
    assert (found[0].passage.title, found[0].passage.url) == ("On the wheel", "/wheel/")
    assert found[0].passage.text.startswith("The wheel turns")
    for nobody in ([], [catalogue["French History"].pk]):
        assert not meaning.passages("hands on the wheel", owners=nobody, encoder=given.encoder, vectors=given.vectors)


def test_without_vectors_there_is_no_answer_and_words_must_do():
    with pytest.raises(EncoderUnavailable):
        near("clay")


def test_passages_have_two_to_five_hundred_words_and_lose_none():
    lines = [f"{number} " * (number % 130 + 1) for number in range(200)] + ["word " * 1234]
    cut = list(passages.pieces("\n".join(lines)))
    assert " ".join(cut).split() == " ".join(lines).split()
    assert all(200 <= len(piece.split()) <= 500 for piece in cut[:-1])
    assert list(passages.pieces("Too short.")) == []


def test_a_passage_of_a_recording_says_when_it_is_said():
    entry = Entry(id="7", title="Firing", text="", parts=[Part(title="Transcript", text="", stored={"url": "/v/"})])
    found = list(passages.of(entry, CAPTIONS))
    assert [(one.text, one.seconds) for one in found] == [("The kiln is hot. Open it slowly.", 1)]
    assert [seconds for seconds, _ in passages.cues(CAPTIONS)] == [1, 3723]
