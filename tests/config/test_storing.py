"""Where the settings say that objects are."""

import pytest
from click.testing import CliRunner

from learnstead.adapters.objects.folder import FolderStore
from learnstead.adapters.objects.s3 import S3Store
from learnstead.config.cli.media import nginx
from learnstead.config.media.shelves import FolderShelf, StoreShelf
from learnstead.config.places import BadConfig
from learnstead.config.storing import StoreSettings
from learnstead.kernel.errors import Terminal


def test_without_a_word_objects_are_files(tmp_path):
    settings = StoreSettings.of({})
    store = settings.opened(tmp_path)
    assert isinstance(store, FolderStore)
    assert settings.shelf(tmp_path, store) == FolderShelf(tmp_path)


def test_a_bucket_is_named_with_its_corner_and_keys_that_nobody_sees(tmp_path):
    given = {
        "LEARNSTEAD_STORE": "s3://ours/films",
        "LEARNSTEAD_STORE_ENDPOINT": "http://127.0.0.1:9000",
        "LEARNSTEAD_STORE_ACCESS_KEY_ID": "me",
        "LEARNSTEAD_STORE_SECRET_ACCESS_KEY": "hush",
    }
    settings = StoreSettings.of(given)
    assert settings.place is not None
    assert (settings.place.bucket, settings.place.prefix, settings.place.region) == ("ours", "/films", "us-east-1")
    assert "hush" not in repr(settings)
    store = settings.opened(tmp_path)
    assert isinstance(store, S3Store)
    assert isinstance(settings.shelf(tmp_path, store), StoreShelf)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"LEARNSTEAD_STORE": "ours"}, "it is like s3://bucket"),
        ({"LEARNSTEAD_STORE": "s3:///films"}, "it is like s3://bucket"),
        ({"LEARNSTEAD_STORE": "s3://ours", "LEARNSTEAD_STORE_ACCESS_KEY_ID": "me"}, "belong together"),
    ],
)
def test_what_cannot_be_right_is_refused_at_the_start(wrong, words):
    with pytest.raises(BadConfig, match=words):
        StoreSettings.of(wrong)


def test_nginx_serves_no_bucket(monkeypatch):
    monkeypatch.setenv("LEARNSTEAD_STORE", "s3://ours")
    told = CliRunner().invoke(nginx)
    assert isinstance(told.exception, Terminal)
    assert "are in a bucket" in str(told.exception)
