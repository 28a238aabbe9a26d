"""Both kinds of bucket, with the same objects in them."""

import os

import boto3
import pytest

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.bucket.s3 import S3Access, S3Bucket
from tests.s3 import server

OBJECTS = {
    "courses/a/data.json": b"{}",
    "courses/a/pages/one/data.json": b'{"one": 1}',
    "courses/ab/data.json": b'{"ab": 1}',
    "courses/b/Übung 1+2%20.pdf": b"%PDF",
    "events/2026.parquet": bytes(3_000_000),
}


@pytest.fixture(scope="session")
def s3_server():
    """A server that speaks S3, and the address it does it at."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def s3(s3_server):
    client = boto3.client(
        "s3", endpoint_url=s3_server, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="lake")
    for key, content in OBJECTS.items():
        client.put_object(Bucket="lake", Key=key, Body=content, ACL="public-read")
    yield S3Bucket("lake", access=S3Access(endpoint=s3_server, access_key_id="a", secret_access_key="b"))
    client.close()


@pytest.fixture
def folder(tmp_path):
    for key, content in OBJECTS.items():
        (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / key).write_bytes(content)
        os.utime(tmp_path / key, (1_700_000_000, 1_700_000_000))
    return FolderBucket(tmp_path)


@pytest.fixture(params=["folder", "s3"])
def bucket(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["folder", "s3"])
def in_tray(request, tmp_path):
    if request.param == "folder":
        (tmp_path / "a").mkdir()
        (tmp_path / "a/film.mp4").write_bytes(b"film")
        return FolderBucket(tmp_path)
    address = request.getfixturevalue("s3_server")
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    client.create_bucket(Bucket="tray")
    client.put_object(Bucket="tray", Key="a/film.mp4", Body=b"film")
    client.close()
    return S3Bucket("tray", access=S3Access(endpoint=address, access_key_id="a", secret_access_key="b"))
