"""The encoder over HTTP, against a server that speaks the protocol."""

import json
from datetime import timedelta

import pytest

from learnstead.adapters.encoding.openai_compatible import LONGEST_TEXT, EncoderRefused, Model, OpenAiEncoder
from learnstead.kernel.errors import Terminal
from learnstead.ports.encoder import EncoderUnavailable
from tests.adapters.encoding.fake_provider import fake_provider, told, vector_of

GOOD = json.dumps({"index": 1, "embedding": [1, 0, 0, 0]})
KEY = "key-of-the-tests"


@pytest.fixture(scope="module")
def server():
    with fake_provider() as provider:
        yield provider


@pytest.fixture
def provider(server):
    server.asked.clear()
    server.answers.clear()
    return server


@pytest.fixture
def waited():
    return []


@pytest.fixture
def encoder(provider, waited):
    soon = timedelta(seconds=0.3)
    made = OpenAiEncoder(provider.url, Model("small", 4), key=KEY, patience=soon, brief=soon, wait=waited.append)
    yield made
    made.close()


def unit(vector):
    length = sum(number**2 for number in vector) ** 0.5
    return pytest.approx([number / length for number in vector])


def test_texts_become_vectors_of_length_one_in_their_own_order(encoder, provider):
    assert encoder.encode(["one", "", "two"]) == [unit(vector_of("one")), [0.0] * 4, unit(vector_of("two"))]
    assert encoder.encode([]) == []
    ((headers, body),) = provider.asked
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body == {"model": "small", "input": ["one", "two"], "encoding_format": "float"}


def test_many_and_long_texts_are_sent_in_batches_and_cut(encoder, provider):
    encoder.encode([f"text {number}" for number in range(300)])
    assert [len(sent) for sent in provider.inputs] == [128, 128, 44]
    provider.asked.clear()
    encoder.encode(["x" * 9000] * 30)
    assert [len(sent) for sent in provider.inputs] == [25, 5]
    assert {len(text) for sent in provider.inputs for text in sent} == {LONGEST_TEXT}


def test_it_waits_as_long_as_it_is_told_and_tries_again(encoder, provider, waited):
    busy = json.dumps({"error": {"message": "slow down"}})
    provider.answers = [(429, {"retry-after": "7"}, busy), (500, {}, "oops")]
    assert encoder.encode(["one", "two"]) == [unit(vector_of("one")), unit(vector_of("two"))]
    assert waited == [7, 2]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([(429, {"retry-after": "3600"}, "{}")], "429"),
        ([(503, {}, "down")] * 3, "503"),
        ([(200, {}, None)], "timed out"),
        ([(200, {}, "<html>")], "does not answer in JSON"),
        ([(200, {}, "[]")], "no vectors"),
        ([(200, {}, json.dumps({"data": []}))], "0 vectors for 2"),
        ([(200, {}, json.dumps({"data": [{"index": 5, "embedding": [1, 0, 0, 0]}]}))], "1 vectors for 2"),
        ([(200, {}, f'{{"data": [{{"index": 0, "embedding": [NaN, 0, 0, 0]}}, {GOOD}]}}')], "numbers that are none"),
    ],
)
def test_a_provider_that_is_unwell_is_said_to_be_unavailable(encoder, provider, answers, reason):
    provider.answers = list(answers)
    with pytest.raises(EncoderUnavailable, match=reason):
        encoder.encode(["one", "two"])
    assert not provider.answers


def test_a_question_is_asked_once_and_after_a_failure_no_other_is_for_a_while(encoder, provider, waited):
    provider.answers = [(200, {}, None)]
    with pytest.raises(EncoderUnavailable, match="timed out"):
        encoder.encode(["What is a matrix?"])
    with pytest.raises(EncoderUnavailable, match="a moment ago"):
        encoder.encode(["What is a vector?"])
    assert (len(provider.asked), waited) == (1, [])
    assert len(encoder.encode(["a text", "of the catalogue"])) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((401, {}, json.dumps({"error": {"message": "bad key"}})), "bad key"),
        ((200, {}, json.dumps({"data": [{"index": 0, "embedding": [1.0, 2.0]}]})), "LEARNSTEAD_ENCODER_DIMENSIONS"),
    ],
)
def test_what_a_retry_cannot_mend_is_said_at_once_without_the_key(encoder, provider, answer, reason):
    provider.answers = [answer]
    with pytest.raises(EncoderRefused, match=reason) as refused:
        encoder.encode(["one"])
    assert isinstance(refused.value, EncoderUnavailable)
    assert KEY not in str(refused.value)
    assert len(provider.asked) == 1


def test_the_key_follows_no_redirect(encoder, provider):
    with fake_provider() as other:
        provider.answers = [(307, {"location": f"{other.url}/embeddings"}, "")]
        with pytest.raises(EncoderRefused, match="307"):
            encoder.encode(["one"])
        assert other.asked == []


def test_a_model_that_can_is_asked_for_shorter_vectors(provider):
    encoder = OpenAiEncoder(provider.url, Model("large", 4, shortens=True))
    encoder.encode(["one"])
    encoder.close()
    ((headers, body),) = provider.asked
    assert body["dimensions"] == 4
    assert "authorization" not in headers
    assert encoder.name == "openai:large:4"


def test_answers_in_any_order_are_put_in_order():
    assert [row["index"] for row in told({"input": ["a", "b"], "model": "m"})["data"]] == [1, 0]


@pytest.mark.parametrize(
    "address", ["", "api.example.org/v1", "ftp://api.example.org", "https://me:pw@api.example.org"]
)
def test_an_address_that_cannot_be_right_is_refused(address):
    with pytest.raises(Terminal, match="no address of an encoder"):
        OpenAiEncoder(address, Model("small", 4))
