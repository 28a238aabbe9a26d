"""The models that were trained here, kept in the database for every process."""

import pytest

from learnstead.adapters.encoding.models import TrainedModel
from learnstead.adapters.encoding.trained_here import TrainedHere
from learnstead.ports.encoder import EncoderUnavailable
from tests.adapters.encoding.texts import texts

pytestmark = pytest.mark.django_db


def test_until_a_model_was_trained_and_adopted_there_is_no_encoder():
    encoder = TrainedHere()
    for ask in (lambda: encoder.name, lambda: encoder.dimensions, lambda: encoder.encode(["algebra"])):
        with pytest.raises(EncoderUnavailable, match="learnstead search rebuild"):
            ask()
    encoder.train(texts(5))
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["algebra"])


def test_an_adopted_model_is_used_by_every_process_at_once():
    one, other = TrainedHere(), TrainedHere()
    first = one.train(texts(5))
    one.adopt(first.name)
    assert other.name == first.name
    assert other.encode(["algebra"]) == first.encode(["algebra"])
    second = one.train(texts(8))
    assert other.name == first.name
    one.adopt(second.name)
    assert other.encode(["algebra"]) == second.encode(["algebra"])
    assert (other.name, other.dimensions, other.floor) == (second.name, second.dimensions, second.floor)
    with pytest.raises(EncoderUnavailable, match="is gone"):
        one.adopt(first.name)
    assert other.name == second.name


def test_a_model_that_is_damaged_is_unavailable_and_no_error():
    encoder = TrainedHere()
    encoder.adopt(encoder.train(texts(5)).name)
    TrainedModel.objects.update(saved=b"damaged")
    with pytest.raises(EncoderUnavailable, match="rebuild"):
        TrainedHere().encode(["algebra"])
