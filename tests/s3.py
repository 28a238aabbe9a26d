"""A server that speaks S3, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import boto3

from learnstead.adapters.objects.s3 import Place

REGION = "us-east-1"


@contextmanager
def server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to load, and few tests want it

    found = ThreadedMotoServer(port=0, verbose=False)
    found.start()
    try:
        host, port = found.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        found.stop()


@contextmanager
def bucket() -> Iterator[Place]:
    """An empty one on a server of its own. It is asked again when it stumbles: it is less atomic than Amazon's."""
    with server() as address:
        place = Place("ours", endpoint=address, region=REGION, access_key_id="a", secret_access_key="b", retries=8)
        client = boto3.client(
            "s3", endpoint_url=address, region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b"
        )
        client.create_bucket(Bucket=place.bucket)
        client.close()
        yield place


def corner(place: Place) -> Place:
    """An empty corner of a bucket."""
    return replace(place, prefix=f"our/{uuid4().hex}/")
