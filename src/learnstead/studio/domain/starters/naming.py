"""The name of a site, made from its metadata as its starter says."""

import re
from collections.abc import Mapping
from typing import Any

from learnstead.kernel.slugs import slug_for
from learnstead.studio.domain.starters.schema import SiteSchema

PART = re.compile(r"\[(?P<file>[^\]:]+):(?P<field>[^\]]+)\]")


def site_name_for(schema: SiteSchema, metadata: Mapping[str, Mapping[str, Any]]) -> str:
    """Fill the ``site-url-format`` from singletons by name; a part without a value stays in its brackets.

    A name with a bracket in it is not ready to be published under.
    """

    def fill(part: re.Match[str]) -> str:
        value = metadata.get(part["file"], {}).get(part["field"])
        return slug_for(str(value)) if value not in (None, "", []) else part[0]

    return PART.sub(fill, schema.site_url_format)
