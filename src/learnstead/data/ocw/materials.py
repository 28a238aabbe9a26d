"""What else follows from the files of a course: books that are resources of their own, and how complete it is."""

from collections import Counter
from collections.abc import Iterable, Sequence

from learnstead.data.ocw.course import Course
from learnstead.kernel.contracts import ContentFile, LearningResource

OPEN_TEXTBOOKS = "Open Textbooks"
# What a complete course has: tags of which any counts, how many of them are enough, and their weight.
PARTS = (
    (("Lecture Videos",), 24, 0.4),
    (("Lecture Notes",), 24, 0.2),
    (("Exams", "Exams with Solutions"), 1, 0.2),
    (("Problem Sets", "Problem Sets with Solutions"), 10, 0.2),
)


def textbooks(course: Course, files: Iterable[ContentFile]) -> list[LearningResource]:
    """Open textbooks, each a document that can be found without its course."""
    return [_textbook(course, file) for file in files if OPEN_TEXTBOOKS in (file.content_tags or ())]


def completeness(numbers: Iterable[str], files: Sequence[ContentFile]) -> float:
    """From 0 to 1. Courses made for people who learn alone (18.06SC) are complete."""
    if any(number.endswith("SC") for number in numbers):
        return 1.0
    tags = Counter(tag for file in files for tag in file.content_tags or ())
    shares = (min(sum(tags[tag] for tag in named) / enough, 1.0) * weight for named, enough, weight in PARTS)
    return round(sum(shares), 6)


def _textbook(course: Course, file: ContentFile) -> LearningResource:
    return LearningResource(
        resource_type="document",
        platform=file.parent.platform,
        readable_id=f"{course.run_id}-{file.key}"[:512],
        etl_source="ocw",
        offered_by=course.offered_by,
        resource_category="Open Textbook",
        title=str(file.title)[:256],
        url=file.url,
        published=True,
        resource_tags=[OPEN_TEXTBOOKS],
    )
