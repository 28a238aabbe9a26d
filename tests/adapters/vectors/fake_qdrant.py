"""A server that speaks as much of Qdrant's REST protocol as we use, strict where the real one is."""

import json
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit
from uuid import UUID

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00\x1f]')


class Refused(Exception):
    def __init__(self, status, error):
        super().__init__(error)
        self.status = status


class FakeQdrant:
    """``collections`` by name: size and points by id. ``broken`` is a status that answers everything instead."""

    def __init__(self, key=""):
        self.key, self.collections, self.broken, self.url = key, {}, 0, ""

    def admit(self, key):
        if self.broken:
            raise Refused(self.broken, "broken")
        if key != self.key:
            raise Refused(403, "Forbidden")

    def answer(self, method, path, body):
        name, _, doing = path.removeprefix("/collections").lstrip("/").partition("/")
        if not name:
            return {"collections": [{"name": one} for one in self.collections]}
        if FORBIDDEN.search(name):
            raise Refused(422, "collection name cannot contain that character")
        if (method, doing) == ("PUT", ""):
            self.collections[name] = (body["vectors"]["size"], {})
            return True
        if name not in self.collections:
            raise Refused(404, f"Not found: Collection `{name}` doesn't exist!")
        if (method, doing) == ("DELETE", ""):
            del self.collections[name]
            return True
        size, points = self.collections[name]
        return getattr(self, f"{method.lower()}_{doing.replace('/', '_')}")(size, points, body)

    def put_index(self, size, points, body):
        return {"status": "completed"}

    def put_points(self, size, points, body):
        for point in body["points"]:
            if len(point["vector"]) != size:
                raise Refused(400, f"Vector dimension error: expected dim: {size}, got {len(point['vector'])}")
            points[str(UUID(point["id"]))] = point
        return {"status": "completed"}

    def post_points(self, size, points, body):
        return [points[id_] for id_ in body["ids"] if id_ in points]

    def post_points_delete(self, size, points, body):
        for id_ in [id_ for id_, point in points.items() if _fits(point, body["filter"])]:
            del points[id_]
        return {"status": "completed"}

    def post_points_query(self, size, points, body):
        chosen = [point for point in points.values() if _fits(point, body.get("filter", {}))]
        scored = [
            {"id": point["id"], "payload": point["payload"], "score": _dot(point["vector"], body["query"])}
            for point in chosen
        ]
        best = sorted(scored, key=lambda row: (-row["score"], row["id"]))
        return {"points": [row for row in best if row["score"] >= body["score_threshold"]][: body["limit"]]}

    def post_points_scroll(self, size, points, body):
        ids = sorted(id_ for id_ in points if _fits(points[id_], body.get("filter", {})))
        rest = [id_ for id_ in ids if id_ >= body.get("offset", "")]
        page, after = rest[: body["limit"]], rest[body["limit"] :]
        return {"points": [points[id_] for id_ in page], "next_page_offset": after[0] if after else None}


def _dot(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def _fits(point, conditions):
    def holds(one):
        return point["payload"][one["key"]] in one["match"]["any"]

    return all(map(holds, conditions.get("must", ()))) and (
        "should" not in conditions or any(map(holds, conditions["should"]))
    )


@contextmanager
def fake_qdrant(key=""):
    """A FakeQdrant on a port of its own."""
    qdrant = FakeQdrant(key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def _do(self):
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
            try:
                qdrant.admit(self.headers.get("api-key", ""))
                status, said = 200, {"result": qdrant.answer(self.command, urlsplit(self.path).path, body)}
            except Refused as refused:
                status, said = refused.status, {"status": {"error": str(refused)}}
            content = json.dumps({**said, "time": 0.001}).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = _do  # noqa: N815 - http.server names them

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        qdrant.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield qdrant
        finally:
            server.shutdown()
