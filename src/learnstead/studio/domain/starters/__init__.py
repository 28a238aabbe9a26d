"""Starters: the declared schema of a kind of site, read from YAML and checked."""

from learnstead.studio.domain.starters.naming import site_name_for
from learnstead.studio.domain.starters.reading import read_schema
from learnstead.studio.domain.starters.registering import register_starter, schema_of
from learnstead.studio.domain.starters.schema import (
    Collection,
    Condition,
    Field,
    Filter,
    Level,
    Option,
    SingleFile,
    SiteSchema,
    Widget,
)
from learnstead.studio.domain.starters.source import BadStarter, Problem

__all__ = [
    "BadStarter",
    "Collection",
    "Condition",
    "Field",
    "Filter",
    "Level",
    "Option",
    "Problem",
    "SingleFile",
    "SiteSchema",
    "Widget",
    "read_schema",
    "register_starter",
    "schema_of",
    "site_name_for",
]
