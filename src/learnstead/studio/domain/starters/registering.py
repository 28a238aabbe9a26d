"""Keeping starters in the database."""

import json

from learnstead.studio.domain.starters.reading import read_schema
from learnstead.studio.domain.starters.schema import SiteSchema
from learnstead.studio.domain.starters.source import open_source
from learnstead.studio.models import Starter


def register_starter(*, slug: str, source: str, name: str = "", theme: str = "course") -> Starter:
    """Check a starter and keep it under ``slug``, in place of an earlier one. BadStarter says what is wrong."""
    read_schema(source)
    starter, _ = Starter.objects.update_or_create(
        slug=slug,
        defaults={
            "name": name or slug.replace("-", " ").capitalize(),
            "theme": theme,
            "source": source,
            "config": json.loads(json.dumps(open_source(source).value(), default=str)),
        },
    )
    return starter


def schema_of(starter: Starter) -> SiteSchema:
    """The checked schema of a registered starter; parsed once per text and process."""
    return read_schema(starter.source)
