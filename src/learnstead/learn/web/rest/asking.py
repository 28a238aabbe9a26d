"""What resources can be asked for by: the parameters that lists and search share."""

from typing import Annotated, TypeAlias

from ninja import Schema
from pydantic import Field

from learnstead.kernel import taxonomy
from learnstead.learn.domain import labels, listing
from learnstead.learn.web.rest import subjects
from learnstead.learn.web.rest.parameters import Codes, ManyIds, ManyNames, OneOf

Types: TypeAlias = Annotated[list[Annotated[str, OneOf(labels.TYPES)]], Codes]
Groups: TypeAlias = Annotated[list[Annotated[str, OneOf(labels.GROUPS)]], Codes]
Certificates: TypeAlias = Annotated[list[Annotated[str, OneOf(labels.CERTIFICATES)]], Codes]
Deliveries: TypeAlias = Annotated[list[Annotated[str, OneOf(labels.DELIVERY)]], Codes]
Levels: TypeAlias = Annotated[list[Annotated[str, OneOf(labels.LEVELS)]], Codes]
Offerors: TypeAlias = Annotated[list[Annotated[str, OneOf([*sorted(taxonomy.offerors()), labels.OWN_PLATFORM])]], Codes]
Platforms: TypeAlias = Annotated[list[Annotated[str, OneOf(sorted(subjects.platform_names()))]], Codes]
DepartmentIds: TypeAlias = Annotated[list[Annotated[str, OneOf(sorted(subjects.department_names()))]], Codes]

# Filters that are lists of codes or names, as both the database and the index know them.
SHARED = (
    "certification_type", "course_feature", "delivery", "department", "level", "offered_by", "platform",
    "resource_type", "resource_type_group", "topic",
)  # fmt: skip
TRUTHS = ("certification", "free", "professional")


class Narrowing(Schema):
    """What lists, featured resources and search can be narrowed by."""

    certification: bool | None = Field(None, description="Whether there is a certificate to be had.")
    certification_type: Certificates = Field([], description="The kind of certificate.")
    course_feature: ManyNames = Field([], description="What is inside; /course_features/ has the names.")
    delivery: Deliveries = Field([], description="How it is given.")
    department: DepartmentIds = Field([], description="The department that gives it, by id.")
    free: bool | None = Field(None, description="Whether it costs nothing, or can be taken for nothing.")
    level: Levels = Field([], description="The level of one of its runs.")
    offered_by: Offerors = Field([], description="Who offers it.")
    platform: Platforms = Field([], description="Where it is used.")
    professional: bool | None = Field(None, description="Whether it is made for professionals.")
    resource_type: Types = Field([], description="What it is.")
    resource_type_group: Groups = Field([], description="Course, program, or material to learn from.")
    topic: ManyNames = Field([], description="On these topics or what is below them; /topics/ has the names.")


class Listing(Narrowing):
    """What lists of resources can be narrowed and ordered by."""

    readable_id: ManyNames = Field([], description="The ids their sources know them by.")
    resource_id: ManyIds = Field([], description="Their ids here.")
    sortby: Annotated[str, OneOf(listing.SORTS)] | None = Field(
        None, description="The order, downwards with a '-'; without it by id. What has no value comes last."
    )

    def wanted(self) -> listing.Wanted:
        """The same in the words of the domain."""
        return listing.Wanted(
            **{name: getattr(self, name) for name in TRUTHS},
            any_of={name: getattr(self, name) for name in (*SHARED, "readable_id")},
            ids=self.resource_id,
            sortby=self.sortby or "",
        )
