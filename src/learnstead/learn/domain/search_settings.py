"""All that is set about search, read in one statement: every search asks for it."""

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass

from django.db import connection

from learnstead.learn.domain.ranking import ROW
from learnstead.learn.models import RankingSettings

_ALL = """
    SELECT (SELECT to_jsonb(r) - 'id' - 'changed_at' FROM learn_rankingsettings r WHERE r.id = %s)::text,
           (SELECT jsonb_agg(words ORDER BY words) FROM learn_synonymgroup)::text,
           (SELECT array_agg(encoder) FROM learn_vectorspace WHERE live)
"""


@dataclass(frozen=True)
class SearchSettings:
    """``synonyms`` are groups of words that mean the same; of encoders in ``encoded_by`` all vectors are there."""

    ranking: RankingSettings
    synonyms: Sequence[Sequence[str]]
    encoded_by: Container[str]


def current() -> SearchSettings:
    """What is set now."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [ROW])
        ranking, groups, encoders = cursor.fetchone()
    return SearchSettings(
        ranking=RankingSettings(pk=ROW, **json.loads(ranking or "{}")),
        synonyms=json.loads(groups or "[]"),
        encoded_by=frozenset(encoders or ()),
    )
