"""What schema.org says of the types we use, and what Google's pages on structured data ask for besides.

A table of our own: properties by type as schema.org 29 lists them, as far as we use them, and those that search
engines require.
"""

from collections.abc import Iterator, Mapping
from typing import Any

THING = {"name", "description", "url", "image", "sameAs", "potentialAction"}
WORK = THING | {
    "inLanguage", "about", "license", "isAccessibleForFree", "dateModified", "datePublished", "isPartOf", "hasPart",
    "provider", "educationalLevel", "learningResourceType", "offers", "author", "publisher", "headline", "isBasedOn",
}  # fmt: skip
PROPERTIES: Mapping[str, set[str]] = {
    "Course": WORK | {"courseCode", "educationalCredentialAwarded", "hasCourseInstance"},
    "CourseInstance": THING
    | {"courseMode", "courseSchedule", "courseWorkload", "instructor", "startDate", "endDate", "location"},
    "EducationalOccupationalProgram": THING
    | {"provider", "offers", "educationalProgramMode", "educationalCredentialAwarded", "startDate", "hasCourse"},
    "LearningResource": WORK,
    "CreativeWorkSeries": WORK,
    "PodcastSeries": WORK | {"webFeed"},
    "PodcastEpisode": WORK | {"duration", "associatedMedia", "partOfSeries"},
    "VideoObject": WORK | {"uploadDate", "duration", "thumbnailUrl", "embedUrl", "contentUrl"},
    "AudioObject": WORK | {"contentUrl", "encodingFormat", "duration"},
    "NewsArticle": WORK,
    "Event": THING | {"startDate", "endDate", "eventStatus", "eventAttendanceMode", "location", "organizer", "offers"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ItemList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
    "Offer": THING | {"category", "price", "priceCurrency"},
    "Organization": THING,
    "Person": THING,
    "Place": THING | {"address"},
    "VirtualLocation": THING,
    "Schedule": THING | {"repeatFrequency", "repeatCount", "duration"},
    "WebSite": THING,
    "SearchAction": THING | {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
}
REQUIRED: Mapping[str, set[str]] = {
    "Course": {"name", "description", "provider"},
    "CourseInstance": {"courseMode"},
    "EducationalOccupationalProgram": {"name", "provider"},
    "VideoObject": {"name"},
    "PodcastEpisode": {"name", "url"},
    "PodcastSeries": {"name"},
    "NewsArticle": {"headline", "datePublished"},
    "Event": {"name", "startDate", "location"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position"},
    "Offer": {"category"},
    "Organization": {"name"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
}


def problems(value: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """What is wrong with an object, and with those inside it."""
    kind = value.get("@type", "")
    here = f"{where}/{kind}"
    if kind not in PROPERTIES:
        yield f"{here}: no such type"
        return
    names = {name for name in value if not name.startswith("@")}
    yield from (f"{here}: has no {name}" for name in sorted(names - PROPERTIES[kind]))
    yield from (f"{here}: needs {name}" for name in sorted(REQUIRED.get(kind, set()) - names))
    for name, worth in value.items():
        for one in worth if isinstance(worth, list) else [worth]:
            if one in ("", None, {}):
                yield f"{here}: {name} is empty"
            if isinstance(one, dict):
                yield from problems(one, here)
