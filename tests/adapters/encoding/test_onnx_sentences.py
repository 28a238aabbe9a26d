"""A sentence model in ONNX: a small one that we make, so that nothing is downloaded."""

import math

import pytest

from learnstead.adapters.encoding.onnx_sentences import NoModel, OnnxEncoder
from learnstead.config.meaning import BadEncoder, MeaningSettings, encoder_of

onnx = pytest.importorskip("onnx", reason="onnx is not installed (requirements/onnx.txt)")
tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is not installed (requirements/onnx.txt)")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (requirements/onnx.txt)")

WORDS = {"[PAD]": 0, "[UNK]": 1, "sea": 2, "tide": 3, "bread": 4}
MEANINGS = [[0, 0, 0], [0, 0, 1], [1, 0, 0], [0.9, 0.1, 0], [0, 1, 0]]


@pytest.fixture
def folder(tmp_path):
    helper, number = onnx.helper, onnx.TensorProto
    weights = helper.make_tensor("meanings", number.FLOAT, [5, 3], [one for row in MEANINGS for one in row])
    inputs = [
        helper.make_tensor_value_info(name, number.INT64, [None, None]) for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("last_hidden_state", number.FLOAT, [None, None, 3])
    look_up = helper.make_node("Gather", ["meanings", "input_ids"], ["last_hidden_state"])
    graph = helper.make_graph([look_up], "small", inputs, [output], [weights])
    (tmp_path / "model.onnx").write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()
    )
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def cosine(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_texts_that_mean_alike_lie_near_each_other_whatever_their_length(folder):
    encoder = OnnxEncoder(folder, floor=0.2)
    sea, tide, bread, nothing = encoder.encode(["sea", "tide tide tide", "bread", " "])
    assert cosine(sea, tide) > 0.9
    assert cosine(sea, bread) < 0.2
    assert [round(math.hypot(*vector), 6) for vector in (sea, tide, bread, nothing)] == [1, 1, 1, 0]
    assert encoder.dimensions == 3
    assert encoder.encode(["bread"] * 40) == [bread] * 40


def test_a_model_is_known_by_what_it_is(folder):
    name = OnnxEncoder(folder, floor=0.2).name
    assert name == OnnxEncoder(folder, floor=0.9).name
    (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes() + b"\n")
    assert OnnxEncoder(folder, floor=0.2).name != name


def test_it_is_chosen_by_a_setting_that_names_the_folder(folder):
    settings = MeaningSettings.of({"LEARNSTEAD_ENCODER": "onnx", "LEARNSTEAD_ENCODER_MODEL": str(folder)})
    assert encoder_of(settings).encode(["sea"]) == [[1, 0, 0]]
    with pytest.raises(BadEncoder, match="LEARNSTEAD_ENCODER_MODEL"):
        MeaningSettings.of({"LEARNSTEAD_ENCODER": "onnx"})


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
def test_a_model_that_cannot_be_read_is_named(folder, damaged):
    (folder / damaged).write_bytes(b"not a model")
    with pytest.raises(NoModel, match="cannot be read"):
        OnnxEncoder(folder, floor=0.2).encode(["sea"])
    (folder / damaged).unlink()
    with pytest.raises(NoModel, match=damaged):
        OnnxEncoder(folder, floor=0.2).encode(["sea"])
