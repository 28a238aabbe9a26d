"""A program for the tests: it makes all vectors anew, and stops in the middle to be killed."""

import sys
from datetime import UTC, datetime

import django

from tests.learn.domain.meaning.counting_encoder import CountingEncoder


class Dying(CountingEncoder):
    """Encodes fifty texts, then says so and waits."""

    def encode(self, texts):
        if self.sent:
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            sys.stdin.read()
        return super().encode(texts)


if __name__ == "__main__":
    django.setup()
    from learnstead.adapters.vectors.database import DatabaseVectors
    from learnstead.learn.domain import embedding

    embedding.rebuild(encoder=Dying(name="counting-2"), vectors=DatabaseVectors(), at=datetime.now(tz=UTC))
