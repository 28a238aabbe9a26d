"""The demo's courses as the catalogue knows them once they are published, without publishing them."""

import json
import re
from pathlib import Path

import yaml

from learnstead.kernel import clock
from learnstead.learn.domain import indexing
from learnstead.learn.models import ContentFile, LearningResource, LearningResourceRun, TutorProblemFile
from learnstead.ports.services import services

COURSES = Path(__file__).parents[3] / "examples" / "courses"
PROBLEM = "A hammock hangs between two trees. Each rope makes an angle of thirty degrees. It carries 700 newton. How strongly does each rope pull?"  # noqa: E501
SOLUTION = "Both ropes together carry the weight upwards, so each carries 350 newton vertically. The pull is 350 divided by the sine of the angle. Hang your hammock loosely."  # noqa: E501
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{.*?\}\}")


def resource(title: str, **fields: object) -> LearningResource:
    known = {
        "platform": "learnstead",
        "readable_id": title,
        "slug": re.sub(r"\W+", "-", title.casefold()),
        "etl_source": "learnstead",
        "first_published_at": clock.now(),
        "changed_at": clock.now(),
        **fields,
    }
    return LearningResource.objects.create(title=title, **known)


def demo_courses(beginning: str = "") -> dict[str, LearningResource]:
    """The courses whose number begins so, by their number, indexed."""
    found = {}
    for folder in sorted(COURSES.glob(f"{beginning}*")):
        data = json.loads((folder / "data/course.json").read_text())
        number = data["primary_course_number"]
        course = resource(
            data["course_title"], description=data["course_description"], course_numbers=[number], best_run_id="1"
        )
        run = LearningResourceRun.objects.create(resource=course, run_id="1")
        for page in sorted((folder / "content").glob("pages/**/*.md")):
            _file(page, run, folder)
        found[number] = course
    indexing.rebuild(index=services().search)
    return found


def file(run: LearningResourceRun, key: str, title: str, content: str) -> ContentFile:
    return ContentFile.objects.create(
        run=run, key=key, title=title, content=content, url=f"/{key}/", content_type="page", payload_sha256="e" * 64
    )


def canvas_course() -> LearningResource:
    """A course that is not in the catalogue, with a tutor's problem."""
    course = resource("Knots and Splices", platform="canvas", etl_source="canvas", published=False, test_mode=True)
    run = LearningResourceRun.objects.create(resource=course, run_id="1")
    file(run, "ropes", "Ropes", "A rope at a flat angle pulls harder on its trees than a steep one. Test every knot.")
    for kind, text in (("problem", PROBLEM), ("solution", SOLUTION)):
        TutorProblemFile.objects.create(
            run=run, key=kind, type=kind, content=text, problem_title="Loads", record_key=kind, file_name=f"{kind}.txt"
        )
    return course


def _file(page: Path, run: LearningResourceRun, folder: Path) -> None:
    text = page.read_text()
    front = _FRONT.match(text)
    about = yaml.safe_load(front.group(1)) if front else {}
    body = _SHORTCODE.sub(" ", _FRONT.sub("", text))
    key = str(page.relative_to(folder / "content").with_suffix("")).removesuffix("/_index")
    file(run, f"{run.resource.slug}/{key}", about.get("title", key), f"{about.get('description') or ''}\n{body}")
