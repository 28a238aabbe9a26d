"""The root site, the people and the courses know one another."""

import json
from pathlib import Path

import pytest
import yaml

from tests.examples.repository import COURSES, EXAMPLES, SITES, read_pages, uids_in

every_course = pytest.mark.parametrize("course", COURSES, ids=lambda path: path.name)


@every_course
def test_course_information_points_at_people_and_pictures_that_exist(course: Path) -> None:
    data = json.loads((course / "data/course.json").read_text())
    people = {page.uid for page in read_pages(EXAMPLES / "www") if page.kind == "instructor"}
    assert set(data["instructors"]["content"]) - people == set()
    assert data["course_image"]["content"] in {page.uid for page in read_pages(course)}
    assert data["site_url_path"] == "courses/" + data["course_image"]["website"]


def test_the_home_page_features_what_exists() -> None:
    text = (EXAMPLES / "www/data/homepage.yaml").read_text()
    homepage = yaml.safe_load(text)
    assert yaml.dump(homepage, Dumper=yaml.Dumper) == text
    kinds = {page.uid: page.kind for page in read_pages(EXAMPLES / "www")}
    assert {kinds[uid] for uid in uids_in(homepage["featured_promos"])} == {"promos"}
    assert {kinds[uid] for uid in uids_in(homepage["featured_stories"])} == {"stories"}


def test_course_lists_hold_the_courses_of_the_demo() -> None:
    informed = [json.loads((course / "data/course.json").read_text()) for course in COURSES]
    titles = {data["site_url_path"]: data["course_title"] for data in informed}
    lists = [page.metadata["courses"] for page in read_pages(EXAMPLES / "www") if page.kind == "course-lists"]
    assert lists
    for courses in lists:
        assert {course["id"]: course["title"] for course in courses}.items() <= titles.items()


def test_people_have_roles_on_sites_that_exist_and_no_passwords() -> None:
    people = yaml.safe_load((EXAMPLES / "people.yaml").read_text())["people"]
    assert [person["username"] for person in people] == ["ada", "bo", "cy", "sam"]
    assert {site for person in people for site in person["roles"]} == {site.name for site in SITES}
    assert {role for person in people for role in person["roles"].values()} == {"admin", "editor"}
    assert all(person["email"].endswith("@example.org") and "password" not in person for person in people)
