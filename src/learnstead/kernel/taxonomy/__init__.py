"""Topics, departments, schools, offerors and platforms: data files that every context reads the same way.

Names and ids are those MIT Learn uses, so that catalogues can be compared; an installation may have its own files.
"""

from learnstead.kernel.taxonomy.reference import (
    Department,
    Offeror,
    Platform,
    School,
    department,
    departments,
    offerors,
    platforms,
    schools,
)
from learnstead.kernel.taxonomy.topics import Topic, mapped, mappings, topic, topics, unmapped, with_ancestors

__all__ = [
    "Department",
    "Offeror",
    "Platform",
    "School",
    "Topic",
    "department",
    "departments",
    "mapped",
    "mappings",
    "offerors",
    "platforms",
    "schools",
    "topic",
    "topics",
    "unmapped",
    "with_ancestors",
]
