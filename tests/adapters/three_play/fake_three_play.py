"""3Play Media, as far as ordering captions goes."""

from dataclasses import dataclass, field
from typing import Any

from tests.vendor_server import Answer, Asked, Vendor, told

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe moon pulls.\n"


@dataclass
class FakeThreePlay(Vendor):
    """``files`` and ``orders`` as they were asked for; ``state`` is that of every order."""

    files: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    state: str = "in_progress"

    def answer(self, asked: Asked) -> Answer:
        given = asked.form if asked.method == "POST" else asked.query
        if given.get("api_key") != "key":
            return told({"code": 401, "error": {"type": "unauthorized", "message": "Invalid API key"}})
        path = asked.path.removeprefix("/v3/")
        if path == "files":
            return self._files(asked, given)
        if path == "transcripts/order/transcription":
            self.orders.append({"id": 7000 + len(self.orders), **given})
            return told({"code": 200, "data": self.orders[-1]})
        if path == "transcripts":
            return told(
                {
                    "code": 200,
                    "data": [self._shown(one) for one in self.orders if one["media_file_id"] == given["media_file_id"]],
                }
            )
        if path.endswith("/text"):
            return told({"code": 200, "data": VTT if given["output_format_id"] == "51" else "{}"})
        return told({"code": 200, "data": self._shown(self.orders[int(path.rpartition("/")[2]) - 7000])})

    def _files(self, asked: Asked, given: Any) -> Answer:
        if asked.method == "POST":
            self.files.append({"id": 100 + len(self.files), **given})
            return told({"code": 200, "data": self.files[-1]})
        return told({"code": 200, "data": [one for one in self.files if one["reference_id"] == given["reference_id"]]})

    def _shown(self, order: dict[str, Any]) -> dict[str, Any]:
        return {**order, "status": self.state}
