"""A process that is killed while it makes vectors."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import connection

from learnstead.adapters.vectors.database import DatabaseVectors
from learnstead.learn.domain import embedding, meaning
from learnstead.learn.models import VectorSpace
from tests.learn.domain.meaning.counting_encoder import CountingEncoder
from tests.learn.shelf import resource

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DYING = [sys.executable, "-m", "tests.learn.domain.meaning.dying_rebuild"]


def test_a_rebuild_that_is_killed_leaves_the_vectors_in_use_and_the_next_one_takes_up_what_it_made():
    many = [resource(f"Course {number}", description=f"On subject {number}.") for number in range(70)]
    old, new, vectors = CountingEncoder(), CountingEncoder(name="counting-2"), DatabaseVectors()
    embedding.rebuild(encoder=old, vectors=vectors, at=NOON)
    before = meaning.near("subject 3", encoder=old, vectors=vectors)
    parts = connection.settings_dict
    url = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={parts['HOST']}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "learnstead.config.settings", "DATABASE_URL": url}
    with subprocess.Popen(DYING, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as rebuilding:
        assert rebuilding.stdout is not None
        assert rebuilding.stdout.readline() == b"in the middle\n"
        rebuilding.kill()
    assert len(vectors.checksums("resources:counting-2")) == 50
    assert meaning.near("subject 3", encoder=old, vectors=vectors) == before
    assert VectorSpace.objects.get(live=True).encoder == "counting-1"

    assert embedding.rebuild(encoder=new, vectors=vectors, at=NOON) == 70
    assert len(new.sent) == 20
    assert meaning.near("subject 3", encoder=new, vectors=vectors)
    assert vectors.collections() == ["resources:counting-2"]
    assert len(vectors.checksums("resources:counting-2")) == len(many)
