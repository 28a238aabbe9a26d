"""Which encoder and which vectors the settings ask for."""

import psycopg
import pytest
from django.db import connection

from learnstead.adapters.encoding.openai_compatible import OpenAiEncoder
from learnstead.adapters.encoding.trained_here import TrainedHere
from learnstead.adapters.vectors.database import DatabaseVectors
from learnstead.adapters.vectors.qdrant import QdrantVectors
from learnstead.config.doctor.finding import Level
from learnstead.config.doctor.meaning import examine_meaning
from learnstead.config.meaning import BadEncoder, MeaningSettings, encoder_of, vectors_of
from learnstead.kernel import clock
from learnstead.learn.models import VectorSpace
from tests.adapters.encoding.fake_provider import fake_provider
from tests.learn.shelf import resource


def test_without_settings_everything_is_on_this_machine():
    settings = MeaningSettings.of({})
    assert isinstance(encoder_of(settings), TrainedHere)
    assert isinstance(vectors_of(settings), DatabaseVectors)


def test_a_provider_and_a_server_can_be_named():
    settings = MeaningSettings.of(
        {
            "LEARNSTEAD_ENCODER": "openai",
            "LEARNSTEAD_ENCODER_URL": "http://127.0.0.1:9/v1",
            "LEARNSTEAD_ENCODER_DIMENSIONS": "256",
            "LEARNSTEAD_ENCODER_DAILY_TOKENS": "1000",
            "LEARNSTEAD_QDRANT_URL": "http://127.0.0.1:9",
        }
    )
    encoder, vectors = encoder_of(settings), vectors_of(settings)
    assert isinstance(encoder, OpenAiEncoder)
    assert (encoder.name, encoder.daily_tokens) == ("openai:text-embedding-3-small:256", 1000)
    assert isinstance(vectors, QdrantVectors)
    encoder.close()
    vectors.close()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("LEARNSTEAD_ENCODER", "magic", "it can be lsa, onnx, openai"),
        ("LEARNSTEAD_ENCODER_FLOOR", "high", "no number"),
        ("LEARNSTEAD_ENCODER_DAILY_TOKENS", "-1", "from 0 on"),
        ("LEARNSTEAD_ENCODER_FLOOR", "nan", "from 0 on"),
        ("LEARNSTEAD_ENCODER_MODEL", "of-our-own", "LEARNSTEAD_ENCODER_DIMENSIONS"),
    ],
)
def test_a_setting_that_cannot_be_right_is_named(name, value, reason):
    with pytest.raises(BadEncoder, match=reason):
        MeaningSettings.of({"LEARNSTEAD_ENCODER": "openai", name: value})


def findings(settings):
    assert isinstance(connection.connection, psycopg.Connection)
    with connection.cursor() as cursor:
        return {one.subject: one for one in examine_meaning(settings, cursor.connection)}


@pytest.mark.django_db
def test_the_doctor_says_whether_vectors_are_there_and_the_encoder_answers():
    assert findings(MeaningSettings())["vectors"].level is Level.OK
    resource("Pottery")
    assert "by words only" in findings(MeaningSettings())["vectors"].seen
    VectorSpace.objects.create(encoder="lsa-1", live=True, made_at=clock.now(), resources=1)
    assert findings(MeaningSettings())["vectors"].level is Level.OK
    with fake_provider() as provider:
        settings = MeaningSettings(encoder="openai", url=provider.url, dimensions=4)
        found = findings(settings)
        assert (found["encoder"].level, found["vectors"].level) == (Level.OK, Level.NOTE)
        provider.answers = [(401, {}, "{}")]
        assert findings(settings)["encoder"].level is Level.PROBLEM
