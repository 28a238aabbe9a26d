"""What belongs to what: programs and their courses, playlists and their videos."""

from collections.abc import Mapping

from django.db import connection

from learnstead.kernel.contracts import LearningResource
from learnstead.learn.domain import bulk
from learnstead.learn.domain.offering import known

LAST_POSITION = 2**31 - 1  # what the column can hold
COLUMNS = "parent_id, child_type, child_platform, child_readable_id, relation, position"


def write(parents: Mapping[int, LearningResource]) -> None:
    """Replace the children of resources; a child without a platform is on that of its parent."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM learn_relationship WHERE parent_id = ANY(%s)", [list(parents)])
    bulk.copy(
        f"learn_relationship ({COLUMNS})",
        (
            (
                pk,
                child.resource_type,
                child.platform or record.platform or "",
                child.readable_id,
                child.relation,
                min(max(child.position, 0), LAST_POSITION),
            )
            for pk, record in parents.items()
            for child in known(record.children, [])
        ),
    )


def link() -> None:
    """Find the children that are known by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE learn_relationship l SET child_id = r.id FROM learn_learningresource r WHERE l.child_id IS NULL"
            " AND r.readable_id = l.child_readable_id AND r.platform = l.child_platform"
            " AND r.resource_type = l.child_type"
        )
