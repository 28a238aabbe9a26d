"""Where in AWS videos are transcoded; apart from the client, which takes long to load."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """Where in AWS: ``role`` is what MediaConvert may act as, ``prefix`` our place in the bucket.

    Credentials come from boto3's usual places. ``endpoint`` stands in for Amazon's addresses.
    """

    region: str
    bucket: str
    role: str
    queue: str = ""
    prefix: str = "learnstead"
    endpoint: str = ""
