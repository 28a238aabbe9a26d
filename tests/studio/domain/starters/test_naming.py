"""Names of sites from their metadata."""

from learnstead.studio.domain.starters import read_schema, site_name_for

SCHEMA = read_schema(
    "root-url-path: courses\n"
    'site-url-format: "[sitemetadata:primary_course_number]-[sitemetadata:course_title]-[sitemetadata:term]"\n'
    "collections: []\n"
)


def test_each_part_is_made_a_slug_and_a_dot_becomes_a_hyphen() -> None:
    metadata = {"primary_course_number": "6.034", "course_title": "Artificial Intelligence", "term": "Fall"}
    assert site_name_for(SCHEMA, {"sitemetadata": metadata}) == "6-034-artificial-intelligence-fall"


def test_a_part_without_a_value_stays_in_its_brackets() -> None:
    metadata = {"primary_course_number": "6.034", "course_title": "Logic", "term": ""}
    assert site_name_for(SCHEMA, {"sitemetadata": metadata}) == "6-034-logic-[sitemetadata:term]"
