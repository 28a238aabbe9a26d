"""The settings of intake."""

import pytest

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.bucket.s3 import S3Bucket
from learnstead.adapters.remote_files.dropbox import DropboxFiles
from learnstead.config.intake import BadIntake, IntakeSettings
from learnstead.config.outside import ConfiguredOutside

APP = {f"LEARNSTEAD_DROPBOX_{name}": "x" for name in ("APP_KEY", "APP_SECRET", "REFRESH_TOKEN")}


def opened(tmp_path, **env):
    outside = ConfiguredOutside(scratch=tmp_path, env=env)
    return IntakeSettings.of(env).opened(outside=outside, scratch=tmp_path)


def test_folders_and_buckets_are_watched(tmp_path):
    watched = f"{tmp_path}/hall 1; s3://lectures/raw/"
    env = {
        "LEARNSTEAD_VIDEO_WATCH": watched,
        "LEARNSTEAD_VIDEO_WATCH_OWNER": "ada",
        "LEARNSTEAD_S3_REGION": "us-east-1",
    }
    hall, bucket = opened(tmp_path, **env).trays
    assert (hall.name, hall.grows, hall.owner, type(hall.bucket)) == (f"{tmp_path}/hall 1", True, "ada", FolderBucket)
    assert (bucket.prefix, bucket.grows, type(bucket.bucket)) == ("raw/", False, S3Bucket)


def test_shared_links_go_through_the_app_when_there_is_one(tmp_path):
    link = "https://www.dropbox.com/s/a/b.mp4"
    assert isinstance(opened(tmp_path, **APP).files_at(link), DropboxFiles)
    assert not isinstance(opened(tmp_path).files_at(link), DropboxFiles)
    assert not isinstance(opened(tmp_path, **APP).files_at("https://films.example/b.mp4"), DropboxFiles)


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"LEARNSTEAD_VIDEO_WATCH": "/hall"}, "WATCH_OWNER"),
        ({"LEARNSTEAD_VIDEO_WATCH": "hall", "LEARNSTEAD_VIDEO_WATCH_OWNER": "ada"}, "whole path"),
        ({"LEARNSTEAD_VIDEO_WATCH": "s3://a/b", "LEARNSTEAD_VIDEO_WATCH_OWNER": "ada"}, "LEARNSTEAD_S3_ENDPOINT"),
        ({"LEARNSTEAD_DROPBOX_APP_KEY": "x"}, "belong together"),
        ({"LEARNSTEAD_VIDEO_MOST_BYTES": "4 GB"}, "whole number"),
    ],
)
def test_what_cannot_be_right_is_said_at_the_start(tmp_path, env, words):
    with pytest.raises(BadIntake, match=words):
        opened(tmp_path, **env)
