"""MediaConvert's REST interface in front of moto's S3, so that one address stands in for Amazon."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from tests.vendor_server import Answer, Asked, Vendor, told

JOBS = "/2017-08-29/jobs"
PASSED_ON = (
    "authorization",
    "content-type",
    "range",
    "x-amz-content-sha256",
    "x-amz-sdk-checksum-algorithm",
    "content-encoding",
)


@dataclass
class FakeMediaConvert(Vendor):
    """``jobs`` by id, with the keys that its JSON has; what is not about jobs is passed on to ``s3``."""

    s3: str = ""
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, asked: Asked) -> Answer:
        if not asked.path.startswith(JOBS):
            return self._pass_on(asked)
        if asked.method == "POST":
            return told({"job": self._begin(asked.json)}, 201)
        job = self.jobs.get(asked.path.rpartition("/")[2])
        if job is None:
            return told({"message": "No such job"}, 404, **{"x-amzn-errortype": "NotFoundException"})
        return told({"job": job})

    def complete(self, job: str, made: Mapping[str, bytes], milliseconds: int) -> None:
        """Do its work: put files where the job's settings say, and say so."""
        asked = self.jobs[job]
        bucket, _, prefix = (
            asked["settings"]["outputGroups"][0]["outputGroupSettings"]["cmafGroupSettings"]["destination"]
            .removeprefix("s3://")
            .partition("/")
        )
        for name, content in made.items():
            httpx.put(f"{self.s3}/{bucket}/{prefix.removesuffix('master')}{name}", content=content).raise_for_status()
        detail = [{"durationInMs": milliseconds}]
        asked.update(
            status="COMPLETE",
            outputGroupDetails=[{"outputDetails": detail}, {"outputDetails": [{"durationInMs": 1000}]}],
        )

    def _begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        with self.turn:
            for job in self.jobs.values():
                if job["clientRequestToken"] == asked["clientRequestToken"]:
                    return job
            job = {"id": f"1700000000000-job{len(self.jobs)}", "status": "SUBMITTED", **asked}
            self.jobs[job["id"]] = job
            return job

    def _pass_on(self, asked: Asked) -> Answer:
        url = f"{self.s3}{quote(asked.path)}?{urlencode(asked.query)}"
        headers = {name: asked.headers[name] for name in PASSED_ON if name in asked.headers}
        answer = httpx.request(asked.method, url, headers=headers, content=asked.body)
        return answer.status_code, {"content-type": answer.headers.get("content-type", "")}, answer.content
