"""The encoder by default: a model trained on our own catalogue, kept in our own database."""

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection, transaction

from learnstead.adapters.encoding.models import TrainedModel
from learnstead.ports.encoder import Encoder, EncoderUnavailable, Vector

if TYPE_CHECKING:
    from learnstead.adapters.encoding.lsa import LsaEncoder


class TrainedHere:
    """Asks the database which model is live, each time, and keeps that one in memory."""

    daily_tokens: int | None = None

    def __init__(self) -> None:
        self._kept: LsaEncoder | None = None
        self._loading = Lock()

    @property
    def name(self) -> str:
        """Of the live model."""
        with connection.cursor() as cursor:  # asked with every search, and so without the ORM's own work
            cursor.execute("SELECT name FROM encoding_trainedmodel WHERE live")
            row = cursor.fetchone()
        if row is None:
            raise EncoderUnavailable("no encoder was trained yet; 'learnstead search rebuild' does it")
        return str(row[0])

    @property
    def dimensions(self) -> int:
        """Of the live model."""
        return self.in_use().dimensions

    @property
    def floor(self) -> float:
        """Of the live model."""
        return self.in_use().floor

    def encode(self, texts: Sequence[str]) -> Sequence[Vector]:
        """By the live model."""
        return self.in_use().encode(texts)

    def in_use(self) -> "LsaEncoder":
        """The live model, which is read once."""
        from learnstead.adapters.encoding import lsa  # noqa: PLC0415 - numpy, only when needed

        name = self.name
        kept = self._kept
        if kept is not None and kept.name == name:
            return kept
        with self._loading:
            saved = TrainedModel.objects.filter(live=True).values_list("saved", flat=True).first()
            if saved is None:
                raise EncoderUnavailable("the encoder in use was taken away; 'learnstead search rebuild' trains one")
            try:
                kept = self._kept = lsa.load(bytes(saved))
            except lsa.BadModel as problem:
                raise EncoderUnavailable(str(problem)) from problem
        return kept

    def train(self, texts: Iterable[str]) -> Encoder:
        """A row beside the live one; candidates of earlier attempts go."""
        from learnstead.adapters.encoding import lsa  # noqa: PLC0415 - as above

        trained = lsa.train(texts)
        with transaction.atomic():
            TrainedModel.objects.exclude(live=True).exclude(name=trained.name).delete()
            TrainedModel.objects.get_or_create(name=trained.name, defaults={"saved": trained.save()})
        return trained

    def adopt(self, name: str) -> None:
        """One row becomes live; the others go."""
        with transaction.atomic():
            TrainedModel.objects.exclude(name=name).delete()
            if not TrainedModel.objects.filter(name=name).update(live=True):
                raise EncoderUnavailable(f"the model {name} was not trained here, or is gone; train another")
