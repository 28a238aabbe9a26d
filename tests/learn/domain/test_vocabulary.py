"""Records in the words of the production system."""

from datetime import UTC, datetime

from learnstead.kernel.contracts import Child, LearningResource
from learnstead.learn.domain import vocabulary
from learnstead.learn.domain.offering import offering


def test_a_child_that_nobody_can_see_leaves_no_gap():
    parts = [
        Child(resource_type="course", readable_id=name, platform="xpro", relation="PROGRAM_COURSES", position=position)
        for position, name in enumerate(["unknown", "hidden", "shown", "last"])
    ]
    program = LearningResource(
        resource_type="program", readable_id="p", etl_source="xpro", platform="xpro", children=[*reversed(parts)]
    )
    there = {("course", "xpro", name): name != "hidden" for name in ("hidden", "shown", "last")}

    offered = offering(program, datetime(2026, 11, 21, tzinfo=UTC))
    words = vocabulary.resource(program, offered, is_published=True, there=there)

    assert [(one["readable_id"], one["position"]) for one in words["children"]] == [("shown", 0), ("last", 1)]
