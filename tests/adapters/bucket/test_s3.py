"""What can go wrong with S3, and with a folder in its place."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from learnstead.adapters.bucket.folder import FolderBucket
from learnstead.adapters.bucket.s3 import S3Access, S3Bucket
from learnstead.ports.egress import FetchFailed, FetchRefused

PAGE = """<?xml version="1.0"?><ListBucketResult><Name>lake</Name><IsTruncated>true</IsTruncated>
<NextContinuationToken>more</NextContinuationToken><Contents><Key>a</Key><LastModified>2026-01-01T00:00:00.000Z
</LastModified><ETag>"1"</ETag><Size>1</Size></Contents></ListBucketResult>""".replace("\n", "").encode()
DENIED = b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"


@contextmanager
def answering(*answers):
    """A server that gives these answers (status, body, declared length), the last again and again."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body, length = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(status)
            self.send_header("content-length", str(length or len(body)))
            self.send_header("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        access = S3Access(
            endpoint=f"http://127.0.0.1:{server.server_port}", retries=0, patience=timedelta(seconds=5),
            access_key_id="me", secret_access_key="hush",
        )  # fmt: skip
        try:
            yield S3Bucket("lake", access=access)
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("second", [(500, b"", 0), (200, PAGE[:-40], 0), (200, PAGE[:-40], len(PAGE))])
def test_a_listing_that_breaks_off_is_a_failure_not_a_short_list(second):
    with answering((200, PAGE, 0), second) as bucket, pytest.raises(FetchFailed, match="could not list"):
        list(bucket.list(""))


def test_an_object_that_ends_early_is_a_failure():
    with answering((200, b"half", 100)) as bucket, pytest.raises(FetchFailed, match="could not read 'a'"):
        bucket.open("a").read()


def test_a_bucket_that_is_closed_to_us_says_what_to_do():
    with answering((403, DENIED, 0)) as bucket, pytest.raises(FetchRefused, match="are its keys set") as caught:
        list(bucket.list(""))
    assert "hush" not in repr(caught.value)


def test_a_public_bucket_is_read_without_keys(s3, s3_server):
    bucket = S3Bucket("lake", access=S3Access(endpoint=s3_server))
    with bucket.open("courses/a/data.json") as file:
        assert file.read() == b"{}"


def test_a_folder_that_is_not_there_is_no_empty_bucket(tmp_path):
    with pytest.raises(FetchRefused, match="not a folder"):
        list(FolderBucket(tmp_path / "nowhere").list(""))


def test_a_key_does_not_lead_out_of_the_folder(folder, tmp_path):
    (tmp_path.parent / "outside").write_text("x")
    with pytest.raises(FetchRefused, match="outside the bucket"):
        folder.open("../outside")
