"""A Farm: AWS Elemental MediaConvert. Files go there and come back through one S3 bucket."""

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, NoReturn, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from learnstead.adapters.mediaconvert.account import Account
from learnstead.adapters.mediaconvert.template import settings
from learnstead.kernel.errors import Terminal, Transient
from learnstead.ports.objects import ObjectStore
from learnstead.ports.transcoder import FarmReport, FarmState

Answer = TypeVar("Answer")

STATES = {"COMPLETE": FarmState.COMPLETE, "ERROR": FarmState.FAILED, "CANCELED": FarmState.FAILED}
# https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html: these blame the input.
UNFIT = range(1000, 1100)
MAY_PASS = {"TooManyRequestsException", "Throttling", "ThrottlingException", "SlowDown", "RequestTimeout"}
STILL = re.compile(r"poster\.\d+\.jpg")
MASTER, POSTER = "master.m3u8", "poster.jpg"
PATIENCE = Config(connect_timeout=10, read_timeout=60, retries={"mode": "standard", "max_attempts": 3})


class MediaConvert:
    """Of each job the source lies below ``in/`` of our place in the bucket, what is made of it below ``out/``.

    What is complete is copied into our own store of objects and removed there.
    """

    def __init__(self, account: Account, objects: ObjectStore) -> None:
        self._account, self._objects = account, objects
        where = {"region_name": account.region, "endpoint_url": account.endpoint or None, "config": PATIENCE}
        self._jobs: Any = boto3.client("mediaconvert", **where)
        self._s3: Any = boto3.client("s3", **where)

    def begin(self, *, source: str, destination: str, reference: str, portrait: bool, download: bool) -> str:
        """Upload in parts, then CreateJob with the reference as its token: a second time it is the same job."""
        del portrait  # its automated ABR sees for itself
        place, bucket = self._account, self._account.bucket
        destination_there = f"s3://{bucket}/{self._out(reference)}"
        key = f"{self._in(reference)}source.{source.rpartition('.')[2]}"
        asked = {
            "Role": place.role,
            "ClientRequestToken": reference,
            "UserMetadata": {"reference": reference, "destination": destination},
            "StatusUpdateInterval": "SECONDS_60",
            "Settings": settings(source=f"s3://{bucket}/{key}", destination=destination_there, download=download),
            **({"Queue": place.queue} if place.queue else {}),
        }
        if not self._listed(key):  # an object is there as a whole or not at all
            with self._objects.open(source) as file:
                _asked(lambda: self._s3.upload_fileobj(file, bucket, key), f"take {key}")
        return str(_asked(lambda: self._jobs.create_job(**asked), f"take a job for {key}")["Job"]["Id"])

    def report(self, job: str) -> FarmReport:
        """GetJob; paths that events name are not believed, ours are known."""
        told = _asked(lambda: self._jobs.get_job(Id=job), f"tell of job {job}")["Job"]
        code = told.get("ErrorCode") or 0
        state = STATES.get(told.get("Status", ""), FarmState.WORKING)
        if state is FarmState.COMPLETE:
            return self._complete(told)
        words = f"{told.get('ErrorMessage') or told.get('Status', '')}{f' (MediaConvert {code})' if code else ''}"
        return FarmReport(
            state=FarmState.UNFIT if state is FarmState.FAILED and code in UNFIT else state,
            percent=float(told.get("JobPercentComplete") or 0),
            message=words if state is FarmState.FAILED else "",
        )

    def _complete(self, told: Mapping[str, Any]) -> FarmReport:
        about = told.get("UserMetadata") or {}
        reference, destination = about.get("reference", ""), about.get("destination", "")
        if not reference or not destination:
            raise Terminal(f"MediaConvert's job {told.get('Id')} was not ordered by us")
        files = self._fetch(reference, destination)
        master = f"{destination}/{MASTER}"
        if master not in files:
            return FarmReport(state=FarmState.FAILED, message="MediaConvert made no playlist")
        return FarmReport(state=FarmState.COMPLETE, percent=100.0, duration=_duration(told), master=master, files=files)

    def _fetch(self, reference: str, destination: str) -> tuple[str, ...]:
        """Copy what was made, playlist last; what an earlier attempt copied is in the store already."""
        prefix, bucket = self._out(reference), self._account.bucket
        listed = self._listed(prefix)
        stills = sorted(name for name in listed if STILL.fullmatch(name))
        names = {name: name for name in listed if name not in stills} | ({stills[-1]: POSTER} if stills else {})
        for name in sorted(names, key=lambda one: (one == MASTER, one)):
            answer = _asked(lambda name=name: self._s3.get_object(Bucket=bucket, Key=prefix + name), f"give {name}")  # type: ignore[misc]
            with closing(answer["Body"]) as body:
                self._objects.put(f"{destination}/{names[name]}", body)
        for folder in (self._in(reference), prefix) if MASTER in names else ():
            for name in self._listed(folder):
                _asked(lambda key=folder + name: self._s3.delete_object(Bucket=bucket, Key=key), f"delete {name}")  # type: ignore[misc]
        return tuple(sorted(one.key for one in self._objects.list(f"{destination}/")))

    def _listed(self, prefix: str) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._account.bucket, Prefix=prefix)
        return _asked(
            lambda: [one["Key"].removeprefix(prefix) for page in pages for one in page.get("Contents", ())],
            f"list {prefix}",
        )

    def _in(self, reference: str) -> str:
        return f"{self._account.prefix}/in/{reference}/"

    def _out(self, reference: str) -> str:
        return f"{self._account.prefix}/out/{reference}/"


def _duration(told: Mapping[str, Any]) -> float:
    """Seconds of the longest output; the stills have durations of their own, which are shorter."""
    lengths = [
        output.get("DurationInMs") or 0
        for group in told.get("OutputGroupDetails") or ()
        for output in group.get("OutputDetails") or ()
    ]
    return float(max(lengths, default=0)) / 1000


def _asked(ask: Callable[[], Answer], what: str) -> Answer:
    try:
        return ask()
    except (ClientError, BotoCoreError) as problem:
        _explain(problem, what)


def _explain(problem: ClientError | BotoCoreError, what: str) -> NoReturn:
    if isinstance(problem, ClientError):
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = problem.response.get("Error", {}).get("Code", "")
        if status < 500 and code not in MAY_PASS:  # noqa: PLR2004 - from there on it is the server's fault
            raise Terminal(f"AWS would not {what}: {problem}; check its credentials, role, queue and bucket")
    raise Transient(f"AWS could not {what}: {problem}") from problem
