"""A sentence model in ONNX, read from a folder and run on this machine; its packages are installed by who wants it.

The folder is as sentence-transformers exports it: ``model.onnx`` (or ``onnx/model.onnx``) and ``tokenizer.json``. What
the model says of each token is averaged, as such models are trained to be read.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from learnstead.kernel.errors import Terminal
from learnstead.ports.encoder import EncoderUnavailable, Vector

TEXTS_AT_ONCE = 16
MOST_TOKENS = 256
PACKAGES = "requirements/onnx.txt"


class NoModel(Terminal, EncoderUnavailable):
    """The folder has no model that can be read, or the packages to run it are not installed."""


class OnnxEncoder:
    """The model in ``folder``, loaded when it is first asked; ``floor`` is as in the port."""

    daily_tokens = None

    def __init__(self, folder: Path, *, floor: float) -> None:
        self.floor = floor
        self._folder = folder
        self._loading = Lock()

    @cached_property
    def name(self) -> str:
        """The name of the folder and the fingerprint of its model."""
        with self._file("model.onnx").open("rb") as file:
            return f"onnx:{self._folder.name}:{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"

    @cached_property
    def dimensions(self) -> int:
        """As many numbers as the model gives."""
        return len(self.encode(["?"])[0])

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """In batches of sixteen; of long texts the first 256 tokens are read."""
        vectors: list[Vector] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            vectors += self._encoded(texts[start : start + TEXTS_AT_ONCE])
        return vectors

    def _encoded(self, texts: Sequence[str]) -> list[Vector]:
        session, tokenizer = self._loaded
        read = tokenizer.encode_batch(list(texts))
        given = {
            "input_ids": np.array([one.ids for one in read], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in read], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in read], dtype=np.int64),
        }
        wanted = {one.name: given[one.name] for one in session.get_inputs() if one.name in given}
        tokens = session.run(None, wanted)[0]
        heard = given["attention_mask"][:, :, None] * np.array([[[bool(text.strip())]] for text in texts])
        means = (tokens * heard).sum(axis=1) / np.maximum(heard.sum(axis=1), 1)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        unit: list[Vector] = (means / np.where(lengths > 0, lengths, 1)).astype(float).tolist()
        return unit

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            runtime, tokenizers = import_module("onnxruntime"), import_module("tokenizers")
        except ImportError as problem:
            raise NoModel(
                f"{problem.name} is not installed; install {PACKAGES}, or choose another encoder"
            ) from problem
        with self._loading:
            try:
                tokenizer = tokenizers.Tokenizer.from_file(str(self._file("tokenizer.json")))
                providers = ["CPUExecutionProvider"]
                session = runtime.InferenceSession(str(self._file("model.onnx")), providers=providers)
            except NoModel:
                raise
            except Exception as problem:  # both libraries raise classes of their own making, and bare Exception
                raise NoModel(f"the model in {self._folder} cannot be read: {problem}") from problem
        tokenizer.enable_truncation(MOST_TOKENS)
        tokenizer.enable_padding()
        return session, tokenizer

    def _file(self, name: str) -> Path:
        places = [self._folder / name, self._folder / "onnx" / name]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise NoModel(
                f"there is no {name} in {self._folder}; set LEARNSTEAD_ENCODER_MODEL to the folder of a model"
            )
        return found
