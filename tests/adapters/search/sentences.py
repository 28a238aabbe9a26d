"""What every search index does, in sentences: a module of an engine imports all of it (see ``stores``)."""

from tests.adapters.search.keeping import *  # noqa: F403 - the tests themselves
from tests.adapters.search.matching import *  # noqa: F403 - as above
from tests.adapters.search.ranking import *  # noqa: F403 - as above
from tests.adapters.search.stores import build, courses, index, opened  # noqa: F401 - the fixtures they ask for
