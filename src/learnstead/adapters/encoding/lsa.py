"""Latent semantic analysis: an encoder that learns from our own texts which words are used alike.

No download: works offline from the first start. Numpy encodes; scipy is needed only to learn.
"""

import hashlib
import io
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from learnstead.adapters.encoding.words import ALIKE, LOOSELY, Spellings, words
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
    floor = 0.3
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
        counted = {
            self._rows[word]: float(often) for word, often in sorted(Counter(said).items()) if word in self._rows
        }
        if len(said) > SHORT:
            return counted
        unknown = [word for word in said if word not in self._rows]
        found = self._instead(unknown, at_least=ALIKE)
        if unknown and not counted and not found:  # better something like it than nothing
            found = self._instead(unknown, at_least=LOOSELY)
        for row, share in found.items():
            counted[row] = counted.get(row, 0.0) + share
        return counted

    def _instead(self, unknown: Sequence[str], *, at_least: float) -> Mapping[int, float]:
        """Known words for unknown ones: together they count as much as the best of them is like it."""
        found: dict[int, float] = {}
        for word in unknown:
            alike = self._spellings.like(word, at_least=at_least)
            for row, share in alike.items():
                found[row] = found.get(row, 0.0) + share * share / sum(alike.values())
        return found

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

    seen = _read(texts)
    vocabulary, columns, in_texts = _worth_knowing(seen)
    if not vocabulary:
        raise EncoderUnavailable("there are no texts to learn from yet; the catalogue is empty")
    weights = (1 + np.log((1 + seen.texts) / (1 + in_texts))).astype(np.float32)
    known = columns >= 0
    values = _damped(seen.often[known].astype(np.float32)) * weights[columns[known]]
    starts = np.concatenate([[0], np.cumsum(known)])[seen.starts]
    matrix = csr_matrix((_unit_rows(values, starts), columns[known], starts), shape=(seen.texts, len(vocabulary)))
    wanted = min(dimensions, max(FEWEST_DIMENSIONS, seen.texts // TEXTS_PER_DIMENSION), *matrix.shape)
    return LsaEncoder(vocabulary, weights, (_directions(matrix, wanted) * SCALE).astype(np.float16))


@dataclass(frozen=True)
class _Seen:
    """The words of all texts one after another, by number, with how often each is in its text."""

    words: Sequence[str]
    numbers: NDArray[np.int32]
    often: NDArray[np.int32]
    starts: NDArray[np.int64]  # where each text begins, and where the last one ends

    @property
    def texts(self) -> int:
        return len(self.starts) - 1


def _read(texts: Iterable[str]) -> _Seen:
    known: dict[str, int] = {}
    numbers, often, starts = array("i"), array("i"), array("q", [0])
    for text in texts:
        for word, count in Counter(words(text)).items():
            numbers.append(known.setdefault(word, len(known)))
            often.append(count)
        if len(numbers) > starts[-1]:
            starts.append(len(numbers))
        if len(starts) > MOST_TEXTS:
            break
    return _Seen(list(known), np.array(numbers, np.int32), np.array(often, np.int32), np.array(starts, np.int64))


def _worth_knowing(seen: _Seen) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """The words to know, in order of the alphabet; which of them each number means, or -1; in how many texts each is.

    Left out are words in one text only, when there are many texts, words in half of them, and the rarest of too many.
    """
    in_texts = np.bincount(seen.numbers, minlength=len(seen.words))
    least = 2 if seen.texts >= RARE_FROM else 1
    most = seen.texts / 2 if seen.texts >= COMMON_FROM else seen.texts
    fit = sorted((-int(in_texts[at]), word, at) for at, word in enumerate(seen.words) if least <= in_texts[at] <= most)
    chosen = sorted((word, at) for _, word, at in fit[:MOST_WORDS])
    meant = np.full(len(seen.words), -1, np.int32)
    meant[[at for _, at in chosen]] = np.arange(len(chosen))
    return [word for word, _ in chosen], meant[seen.numbers], in_texts[[at for _, at in chosen]]


def _unit_rows(values: Matrix, starts: NDArray[np.int64]) -> Matrix:
    """The numbers of each row divided by its length; a row may be empty."""
    sums = np.concatenate([[0.0], np.cumsum(values.astype(np.float64) ** 2)])
    lengths = np.sqrt(np.maximum(sums[starts[1:]] - sums[starts[:-1]], 1e-12))
    rows: Matrix = (values / np.repeat(lengths, np.diff(starts))).astype(np.float32)
    return rows


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
