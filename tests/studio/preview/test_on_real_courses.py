"""A preview sees enough: on real courses its bytes are those of a draft publish."""

import random

import pytest

from learnstead.config.course_import import import_and_commit
from learnstead.ports.services import services
from learnstead.studio.domain.preview import Edit, render, rendered
from learnstead.studio.domain.preview.pages import page_of
from learnstead.studio.models import Build
from tests import corpus
from tests.flows.test_publish_site import publish

PAGES_TRIED = 6


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", corpus.BUILT)
def test_pages_of_a_real_course_are_previewed_as_they_are_published(name: str) -> None:
    site = import_and_commit(str(corpus.course(name))).site
    build = publish(site, Build.Version.DRAFT)
    git, given = services().git, services()
    paths = [path for path, _ in git.files(site.short_id, "main") if path.startswith(("content/pages/", "content/res"))]
    sections = [path for path in paths if path.endswith("_index.md")][:1]
    for path in [*sections, *random.Random(name).sample(paths, PAGES_TRIED)]:  # noqa: S311 - a sample, not a secret
        edit = Edit(path, git.read(site.short_id, "main", path).decode())
        shown = render(site=site, edit=edit, git=git, builder=given.builder, scratch=given.scratch)
        whole = given.objects.get(f"{build.release}{page_of(path)}/index.html")
        assert rendered(site=site, key=shown.key, scratch=given.scratch) == whole, path
