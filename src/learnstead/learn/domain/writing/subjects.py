"""Topics and departments of resources, from the names and numbers records use."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from learnstead.kernel import taxonomy
from learnstead.kernel.contracts import LearningResource
from learnstead.learn.domain import bulk, departments, naming, topics
from learnstead.learn.domain.offering import known
from learnstead.learn.models import Department
from learnstead.learn.models import LearningResource as Resource
from learnstead.learn.models.taxonomy import SEPARATOR

OWN_PLATFORM = "learnstead"
LONGEST_DEPARTMENT = 20


class Subjects:
    """Looks each topic and department up once."""

    def __init__(self) -> None:
        self._topics: dict[tuple[str, ...], int | None] = {}
        self._meanings = naming.meanings()
        self._departments = set(Department.objects.values_list("pk", flat=True))

    def topics(self, record: LearningResource) -> list[int]:
        """The topics of a record; what lies above another of them is left to the tree."""
        paths = [*topic_paths(record), *naming.paths(record, self._meanings)]
        deepest = [
            path for path in paths if not any(len(other) > len(path) and other[: len(path)] == path for other in paths)
        ]
        return list(dict.fromkeys(found for path in deepest if (found := self._topic(path))))

    def departments(self, record: LearningResource) -> list[str]:
        """The departments of a record."""
        ids = list(dict.fromkeys(one[:LONGEST_DEPARTMENT] for one in known(record.departments, [])))
        for one in ids:
            if one not in self._departments:
                self._departments.add(departments.department(one).pk)
        return ids

    def _topic(self, path: tuple[str, ...]) -> int | None:
        if path not in self._topics:
            found = topics.topic(path)
            self._topics[path] = found.pk if found else None
        return self._topics[path]


def topic_paths(record: LearningResource) -> list[tuple[str, ...]]:
    """The ways from the root. Names that are not in our tree are dropped, but a site of ours may grow its own."""
    paths = []
    for name in known(record.topics, []):
        ours = taxonomy.topic(name)
        if ours:
            paths.append(ours.path)
        elif record.platform == OWN_PLATFORM:
            paths.append(tuple(name.split(SEPARATOR)))
    return paths


def set_subjects(
    ids: Sequence[int], topics_of: Mapping[int, Iterable[int]], departments_of: Mapping[int, Iterable[str]]
) -> None:
    """Replace the topics and departments of resources."""
    for through, column, of in (
        (Resource.topics.through, "topic_id", topics_of),
        (Resource.departments.through, "department_id", departments_of),
    ):
        table = through._meta.db_table  # noqa: SLF001 - the documented way to a table's name
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE learningresource_id = ANY(%s)", [list(ids)])  # noqa: S608 - names of ours
        bulk.copy(f"{table} (learningresource_id, {column})", ((one, other) for one in ids for other in of[one]))
