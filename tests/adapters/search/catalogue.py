"""A few courses, made up or so well known by name that their title says what they are about."""

from learnstead.ports.search import Entry, Part, Query, SearchIndex

FACETS = ("topic", "level", "resource_type", "free")
SYNONYMS = (
    ("ml", "machine learning"),
    ("scm", "supply chain management"),
    ("micromasters", "micro masters"),
)

COURSES = [
    Entry(
        id="1",
        title="Artificial Intelligence",
        text="Knowledge representation, problem solving and learning methods.",
        identifiers=["6.034", "6.844"],
        people=["Patrick Winter"],
        keywords=["Computer Science"],
        parts=[
            Part(title="Syllabus", text="Two lectures a week and one recitation.", stored={"url": "/ai/syllabus/"}),
            Part(
                title="Lecture 7: Constraints",
                text="Interpreting line drawings with constraint propagation by David Waltz.",
                stored={"url": "/ai/lecture-7/", "page": 3},
            ),
        ],
        facets={"topic": ["Engineering", "Computer Science"], "level": ["undergraduate"], "free": ["true"]},
        recency=2010,
        stored={"url": "/courses/ai/"},
    ),
    Entry(
        id="2",
        title="Linear Algebra",
        text="Matrix theory and linear systems: eigenvalues, determinants and <b>vector</b> spaces.",
        identifiers=["18.06SC"],
        people=["Gilbert Strong"],
        keywords=["Mathematics"],
        parts=[
            Part(title="Elimination", text="Café tables and pivots. Gaussian elimination solves systems of equations.")
        ],
        facets={"topic": ["Mathematics"], "level": ["undergraduate", "graduate"], "free": ["true"]},
        recency=2011,
    ),
    Entry(
        id="3",
        title="Lego Robotics",
        text="Build a robot that solves an artificial problem on its own.",
        identifiers=["ES.293"],
        keywords=["Engineering"],
        facets={"topic": ["Engineering"], "level": ["undergraduate"], "free": ["false"]},
        recency=2007,
    ),
    Entry(id="4", title="Build a Small Radar", text="Range, Doppler and imaging.", identifiers=["RES.LL-003"]),
    Entry(
        id="5",
        title="Circuits and Electronics",
        text="Resistors, amplifiers and digital abstraction.",
        identifiers=["6.002"],
        facets={"topic": ["Engineering"]},
    ),
    Entry(
        id="6",
        title="Circuits and Electronics Online",
        text="The same with a laboratory in the browser.",
        identifiers=["6.002x"],
        facets={"topic": ["Engineering"]},
    ),
    Entry(
        id="7",
        title="Writing About Literature: Writing About Love",
        text="Reading and essays.",
        identifiers=["21L.000J"],
        parts=[
            Part(title="Readings", text="F. Scott Fitzgerald, The Great Gatsby.", stored={"url": "/love/readings/"})
        ],
    ),
    Entry(id="8", title="Algebra of Maps", text="The algebra of linear maps between spaces.", identifiers=["18.700"]),
    Entry(id="9", title="Machine Learning with Python", text="From linear models to deep learning."),
    Entry(id="10", title="Analytics of Supply Chain Management", text="Planning under uncertainty."),
    Entry(id="11", title="MicroMasters in Statistics", text="A programme of five courses."),
    Entry(
        id="12", title="Statistics for Biology", text="Estimation and tests for life scientists; no calculus needed."
    ),
    Entry(id="13", title="Programming for Beginners", text="Python from nothing."),
    Entry(id="14", title="Development Economics", text="Growth, poverty and institutions."),
]


def ids(index: SearchIndex, text: str, **more: object) -> list[str]:
    """The ids of what is found, best first."""
    return [hit.id for hit in index.search(Query(text=text, **more)).hits]  # type: ignore[arg-type]
