"""The encoder that learns from our own texts."""

import io
import subprocess
import sys

import numpy as np
import pytest

from learnstead.adapters.encoding import lsa
from learnstead.ports.encoder import EncoderUnavailable
from tests.adapters.encoding.texts import texts


def similarity(encoder, one, other):
    first, second = encoder.encode([one, other])
    return float(np.dot(first, second))


def test_words_that_are_used_alike_come_to_lie_near_each_other():
    encoder = lsa.train(texts(20), dimensions=4)
    assert similarity(encoder, "eigenvalue", "determinant") > 0.9
    assert similarity(encoder, "eigenvalue", "parliament") < 0.2
    assert np.allclose(np.linalg.norm(encoder.encode(["matrices and vectors", "python loops"]), axis=1), 1)


def test_ten_texts_are_enough_and_even_one():
    encoder = lsa.train(texts(3)[:10])
    nearest = (
        np.asarray(encoder.encode(texts(3)[:10])) @ np.asarray(encoder.encode(["eigenvalues of matrices"]))[0]
    ).argmax()
    assert "eigenvalue" in texts(3)[nearest]
    assert similarity(lsa.train(["Pottery for beginners"]), "pottery", "beginner") > 0.9


@pytest.mark.parametrize("nothing", [[], ["", "the of and", "?! \x00"]])
def test_without_words_there_is_nothing_to_learn(nothing):
    with pytest.raises(EncoderUnavailable, match="no texts to learn from"):
        lsa.train(nothing)


def test_a_misspelt_question_is_understood_and_nonsense_is_near_nothing():
    encoder = lsa.train(texts(20))
    assert similarity(encoder, "eigenvaleu", "eigenvalue") > 0.8
    assert similarity(encoder, "pyhton fucntion", "python function") > 0.8
    for nothing in ("qqqqq zzxxy", "", "the", "🙂", "\x00", "日本語"):
        assert not np.any(encoder.encode([nothing]))


def test_the_same_texts_give_the_same_model_in_another_process_too():
    program = (
        "from learnstead.adapters.encoding import lsa\nfrom tests.adapters.encoding.texts import texts\n"
        "print(lsa.train(texts(20)).name)"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert lsa.train(texts(20)).name == elsewhere.stdout.strip()
    assert lsa.train(texts(19)).name != elsewhere.stdout.strip()


def test_a_model_is_the_same_after_it_was_saved():
    encoder = lsa.train(texts(20))
    again = lsa.load(encoder.save())
    assert (again.name, again.dimensions) == (encoder.name, encoder.dimensions)
    assert np.array_equal(again.encode(["linear algebra"]), encoder.encode(["linear algebra"]))


def test_what_is_damaged_or_no_model_is_refused():
    saved = lsa.train(texts(20)).save()
    pickled = io.BytesIO()
    np.savez(pickled, told=np.array([{"form": 1}], dtype=object))
    damaged = bytearray(saved)
    damaged[len(saved) // 2] ^= 0xFF
    for bad in (b"", b"no archive", saved[:-200], bytes(damaged), pickled.getvalue()):
        with pytest.raises(lsa.BadModel, match="rebuild"):
            lsa.load(bad)


def test_encoding_needs_no_scipy():
    program = (
        "import sys, pathlib\nfrom learnstead.adapters.encoding import lsa\n"
        "lsa.load(sys.stdin.buffer.read()).encode(['linear algebra'])\nprint('scipy' in sys.modules)"
    )
    saved = lsa.train(texts(20)).save()
    assert (
        subprocess.run([sys.executable, "-c", program], input=saved, capture_output=True, check=True).stdout
        == b"False\n"
    )
