"""The real courses are published, and what leads nowhere in them led nowhere before."""

import pytest

from learnstead.config.course_import import import_and_commit
from tests import corpus
from tests.flows.test_publish_site import publish, release_of


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", corpus.BUILT)
def test_a_real_course_goes_live_without_a_broken_link_of_ours_and_twice_the_same(name: str) -> None:
    site = import_and_commit(str(corpus.course(name))).site
    build = publish(site)
    assert (build.status, build.message) == ("succeeded", "")
    assert [link for link in build.broken_links if not link["in_source"]] == []
    assert release_of(publish(site)) == release_of(build)
