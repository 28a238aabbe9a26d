"""The world of a run, as an installation is told."""

from learnstead.config.outside import ConfiguredOutside
from learnstead.data import registry
from learnstead.flows.ingestion_world import bucket_name


def test_an_installation_may_have_a_bucket_of_its_own_for_a_source(tmp_path):
    outside = ConfiguredOutside(scratch=tmp_path, env={"LEARNSTEAD_SOURCE_CANVAS_BUCKET": "our-exports"})

    names = {name: bucket_name(registry.named(name), outside) for name in ("canvas", "ocw", "xpro")}

    assert names == {"canvas": "our-exports", "ocw": "ocw-content-live-production", "xpro": ""}
