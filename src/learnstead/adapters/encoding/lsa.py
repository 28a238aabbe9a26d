"""Latent semantic analysis: an encoder that learns from our own texts which words are used alike.

No download: works offline from the first start. Numpy encodes; scipy is needed only to learn.
"""

import hashlib
import io
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from learnstead.adapters.encoding.words import Spellings, words
from learnstead.kernel.errors import Terminal
from learnstead.ports.encoder import EncoderUnavailable, Vector

FORM = 1  # of what is saved, and of how text becomes words: a change makes other models
DIMENSIONS = 256
# In few texts the weaker dimensions are noise, and in very few there are none to spare.
TEXTS_PER_DIMENSION, FEWEST_DIMENSIONS = 6, 64
MOST_TEXTS, MOST_WORDS = 30_000, 40_000
RARE_FROM, COMMON_FROM = 5000, 20  # from how many texts on a word in one of them, or in half of them, is left out
SPARE, ROUNDS = 20, 4  # of the randomised decomposition (Halko, Martinsson and Tropp 2011)
SHORT = 20  # words: what is this short is a question, and may be misspelt
SCALE = 64.0  # keeps small numbers exact in two bytes; directions do not mind

Matrix = NDArray[np.float32]


class BadModel(Terminal):
    """What was saved is no model of ours, or is damaged."""


class LsaEncoder:
    """Vectors by the words of a text; those of ``vocabulary`` have a weight and a direction each."""

    # What two unrelated texts may share by chance; measured, see docs/reference/meaning.md.
    floor = 0.25
    daily_tokens: int | None = None

    def __init__(
        self, vocabulary: Sequence[str], weights: NDArray[np.float32], directions: NDArray[np.float16]
    ) -> None:
        self._vocabulary = tuple(vocabulary)
        self._rows = {word: row for row, word in enumerate(self._vocabulary)}
        self._weights, self._directions = weights, directions

    @cached_property
    def name(self) -> str:
        """The fingerprint of all it knows."""
        seen = hashlib.sha256(f"{FORM}\n".encode())
        for part in ("\n".join(self._vocabulary).encode(), self._weights.tobytes(), self._directions.tobytes()):
            seen.update(part)
        return f"lsa-{seen.hexdigest()[:12]}"

    @property
    def dimensions(self) -> int:
        """As many as there was something to learn."""
        return int(self._directions.shape[1])

    @property
    def vocabulary(self) -> Sequence[str]:
        """The stems it knows."""
        return self._vocabulary

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._vocabulary)

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Lists of numbers."""
        made = np.zeros((len(texts), self.dimensions), np.float32)
        for at, text in enumerate(texts):
            counted = self._counted(words(text))
            if not counted:
                continue
            rows = np.fromiter(counted, np.intp, len(counted))
            often = np.fromiter(counted.values(), np.float32, len(counted))
            weights = _damped(often) * self._weights[rows]
            vector = weights @ self._directions[rows].astype(np.float32)
            length = float(np.linalg.norm(vector))
            if length > 0:
                made[at] = vector / length
        rows_of_numbers: list[list[float]] = made.tolist()
        return rows_of_numbers

    def _counted(self, said: Sequence[str]) -> Mapping[int, float]:
        """How often each known word is said. In a question, those spelt like an unknown one stand in for it."""
        counted: dict[int, float] = {}
        for word, often in sorted(Counter(said).items()):
            row = self._rows.get(word)
            if row is not None:
                counted[row] = counted.get(row, 0.0) + often
            elif len(said) <= SHORT:
                alike = self._spellings.like(word)
                total = sum(alike.values())
                for other, share in alike.items():
                    counted[other] = counted.get(other, 0.0) + often * share * share / total
        return counted

    def save(self) -> bytes:
        """Everything ``load`` needs, as a numpy archive without pickled objects."""
        told = json.dumps({"form": FORM, "name": self.name, "vocabulary": self._vocabulary}, ensure_ascii=False)
        file = io.BytesIO()
        np.savez(
            file,
            told=np.frombuffer(told.encode(), np.uint8),
            weights=self._weights,
            directions=self._directions,
        )
        return file.getvalue()


def load(saved: bytes) -> LsaEncoder:
    """The model that was saved. Raises BadModel when its fingerprint is not that of its content."""
    try:
        with np.load(io.BytesIO(saved), allow_pickle=False) as parts:
            told = json.loads(parts["told"].tobytes())
            weights, directions = parts["weights"], parts["directions"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise BadModel(f"this is no saved encoder: {problem}; 'learnstead search rebuild' trains another") from problem
    if told.get("form") != FORM:
        raise BadModel("the encoder was saved by another version; 'learnstead search rebuild' trains another")
    encoder = LsaEncoder(told["vocabulary"], weights, directions)
    if encoder.name != told["name"]:
        raise BadModel("the saved encoder is damaged; 'learnstead search rebuild' trains another")
    return encoder


def train(texts: Iterable[str], *, dimensions: int = DIMENSIONS) -> LsaEncoder:
    """Learn from texts: the same ones in the same order always give the same model.

    Of more than 30,000 texts the first that many are learnt from; hand them in an order that is fair. Raises
    EncoderUnavailable when they have no words.
    """
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # noqa: PLC0415 - large; only learning needs it

    counted, seen_in = _read(texts)
    vocabulary = _worth_knowing(seen_in, len(counted))
    if not vocabulary:
        raise EncoderUnavailable("there are no texts to learn from yet; the catalogue is empty")
    rows = {word: row for row, word in enumerate(vocabulary)}
    weights = np.array([1 + math.log((1 + len(counted)) / (1 + seen_in[word])) for word in vocabulary], np.float32)
    values: list[Matrix] = []
    columns: list[int] = []
    starts = [0]
    for one in counted:
        known = sorted((rows[word], often) for word, often in one.items() if word in rows)
        own = [column for column, _ in known]
        values.append(_unit(_damped(np.array([often for _, often in known], np.float32)) * weights[own]))
        columns.extend(own)
        starts.append(len(columns))
    shape = (len(counted), len(vocabulary))
    matrix = csr_matrix((np.concatenate(values), np.array(columns), np.array(starts)), shape=shape)
    wanted = min(dimensions, max(FEWEST_DIMENSIONS, len(counted) // TEXTS_PER_DIMENSION), *shape)
    return LsaEncoder(vocabulary, weights, (_directions(matrix, wanted) * SCALE).astype(np.float16))


def _read(texts: Iterable[str]) -> tuple[list[Counter[str]], Counter[str]]:
    """The words of each text, and in how many texts each word is."""
    counted: list[Counter[str]] = []
    seen_in: Counter[str] = Counter()
    for text in texts:
        one = Counter(words(text))
        if not one:
            continue
        counted.append(one)
        seen_in.update(one.keys())
        if len(counted) == MOST_TEXTS:
            break
    return counted, seen_in


def _worth_knowing(seen_in: Mapping[str, int], texts: int) -> list[str]:
    """Words that are neither in one text only nor in half of all; the commonest of them, in order of the alphabet."""
    least = 2 if texts >= RARE_FROM else 1
    most = texts / 2 if texts >= COMMON_FROM else texts
    fit = sorted((-often, word) for word, often in seen_in.items() if least <= often <= most)
    return sorted(word for _, word in fit[:MOST_WORDS])


def _directions(matrix: Any, wanted: int) -> Matrix:
    """The first right singular vectors of a sparse matrix, as columns, each with its largest number positive."""
    at_random = np.random.default_rng(0).standard_normal((matrix.shape[1], wanted + SPARE)).astype(np.float32)
    sample = matrix @ at_random
    for _ in range(ROUNDS):
        sample = matrix @ (matrix.T @ np.linalg.qr(sample)[0])
    basis = np.linalg.qr(sample)[0]
    _, _, found = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    found = found[:wanted]
    largest = found[np.arange(len(found)), np.abs(found).argmax(axis=1)]
    directions: Matrix = (found * np.where(largest < 0, -1, 1)[:, None]).T.astype(np.float32)
    return directions


def _damped(often: NDArray[np.float32]) -> NDArray[np.float32]:
    """Ten times the same word is not ten times the meaning; less than once (a stand-in) is what it is."""
    damped: NDArray[np.float32] = np.where(often >= 1, 1 + np.log(np.maximum(often, 1)), often).astype(np.float32)
    return damped


def _unit(numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(numbers))
    return numbers / np.float32(length) if length > 0 else numbers
