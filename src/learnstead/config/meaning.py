"""Which encoder and which index of vectors an installation has."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learnstead.kernel.errors import Terminal
from learnstead.ports.encoder import Encoder
from learnstead.ports.vectors import VectorIndex

LSA, ONNX, OPENAI = ENCODERS = ("lsa", "onnx", "openai")
OPENAI_URL = "https://api.openai.com/v1"
DAILY_TOKENS = 5_000_000
# How many numbers the models people use have, so that they need not be told.
DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
CAN_SHORTEN = "text-embedding-3"
# Of that model, any two texts are as near as this.
FLOORS = {"text-embedding-ada-002": 0.75}
USUAL_FLOOR = 0.2


class BadEncoder(Terminal):
    """A setting of the encoder cannot be right; the text names it."""


@dataclass(frozen=True)
class MeaningSettings:
    """Settings of search by meaning. ``qdrant`` is the address of a server, or empty for our own database."""

    encoder: str = LSA
    url: str = OPENAI_URL
    key: str = ""
    model: str = "text-embedding-3-small"
    dimensions: int = 0
    floor: float = USUAL_FLOOR
    daily_tokens: int = DAILY_TOKENS
    qdrant: str = ""
    qdrant_key: str = ""

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "MeaningSettings":
        """What the environment says. Raises BadEncoder."""
        encoder = env.get("LEARNSTEAD_ENCODER") or LSA
        if encoder not in ENCODERS:
            raise BadEncoder(f"LEARNSTEAD_ENCODER is {encoder!r}; it can be {', '.join(ENCODERS)}")
        model = env.get("LEARNSTEAD_ENCODER_MODEL") or cls.model
        if encoder == ONNX and "LEARNSTEAD_ENCODER_MODEL" not in env:
            raise BadEncoder("set LEARNSTEAD_ENCODER_MODEL to the folder with the model.onnx and its tokenizer.json")
        dimensions = int(_number(env, "LEARNSTEAD_ENCODER_DIMENSIONS", DIMENSIONS.get(model, 0)))
        if encoder == OPENAI and not dimensions:
            raise BadEncoder(f"set LEARNSTEAD_ENCODER_DIMENSIONS to how many numbers a vector of {model!r} has")
        return cls(
            encoder=encoder,
            url=env.get("LEARNSTEAD_ENCODER_URL") or OPENAI_URL,
            key=env.get("LEARNSTEAD_ENCODER_KEY", ""),
            model=model,
            dimensions=dimensions,
            floor=_number(env, "LEARNSTEAD_ENCODER_FLOOR", FLOORS.get(model, USUAL_FLOOR)),
            daily_tokens=int(_number(env, "LEARNSTEAD_ENCODER_DAILY_TOKENS", DAILY_TOKENS)),
            qdrant=env.get("LEARNSTEAD_QDRANT_URL", ""),
            qdrant_key=env.get("LEARNSTEAD_QDRANT_KEY", ""),
        )


def encoder_of(settings: MeaningSettings) -> Encoder:
    """The encoder; making it loads no model and asks nobody."""
    if settings.encoder == OPENAI:
        from learnstead.adapters.encoding.openai_compatible import Model, OpenAiEncoder  # noqa: PLC0415 - when chosen

        shortens = settings.model.startswith(CAN_SHORTEN)
        model = Model(settings.model, settings.dimensions, settings.floor, settings.daily_tokens, shortens)
        return OpenAiEncoder(settings.url, model, key=settings.key)
    if settings.encoder == ONNX:
        from learnstead.adapters.encoding.onnx_sentences import OnnxEncoder  # noqa: PLC0415 - when chosen

        return OnnxEncoder(Path(settings.model), floor=settings.floor)
    from learnstead.adapters.encoding.trained_here import TrainedHere  # noqa: PLC0415 - needs Django's models

    return TrainedHere()


def vectors_of(settings: MeaningSettings) -> VectorIndex:
    """The index of vectors."""
    if settings.qdrant:
        from learnstead.adapters.vectors.qdrant import QdrantVectors  # noqa: PLC0415 - when chosen

        return QdrantVectors(settings.qdrant, key=settings.qdrant_key)
    from learnstead.adapters.vectors.database import DatabaseVectors  # noqa: PLC0415 - needs Django's models

    return DatabaseVectors()


def _number(env: Mapping[str, str], name: str, usual: float) -> float:
    said = env.get(name)
    if not said:
        return usual
    try:
        number = float(said)
    except ValueError:
        raise BadEncoder(f"{name} is {said!r}, which is no number") from None
    if not 0 <= number < math.inf:
        raise BadEncoder(f"{name} is {said!r}; it must be a number from 0 on")
    return number
