"""Answers as they come: server-sent events, and what the older widget reads."""

import contextlib
import json
import time
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from learnstead.kernel import clock
from learnstead.learn.domain.ask import conversations
from learnstead.learn.domain.ask.answering import Told
from learnstead.learn.models import Turn
from learnstead.learn.web.ask import asking, slots
from learnstead.learn.web.ask.asking import Ready, Refused

EVENTS, TEXT = "text/event-stream; charset=utf-8", "text/plain; charset=utf-8"
HEARTBEAT = b": still at work\n\n"
LOOK_AGAIN_SECONDS = 0.4
# No answer takes so long: the process that made it is gone.
LOST_AFTER = timedelta(minutes=5)


class Streamed(Iterator[bytes]):
    """The bytes of a stream. Closing it ends the work behind it, whether it was begun or not."""

    def __init__(self, chunks: Generator[bytes], *, at_end: Callable[[], None]) -> None:
        """``at_end`` runs once the stream is over, or nobody reads it any more."""
        self._chunks, self._at_end = chunks, at_end

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        """What the web server does at the end, and as soon as it cannot write any more."""
        try:
            self._chunks.close()
        finally:
            self._at_end()


@require_POST
def stream(request: HttpRequest) -> HttpResponseBase:
    """Answer a question as it is thought of: 200 and events, or a problem that says why not."""
    try:
        ready = asking.prepared(request, asking.fields(request))
    except Refused as refused:
        return asking.problem(refused)
    as_comment = request.GET.get("format") == "comment"
    frames = _comments(ready) if as_comment else _frames(ready.answering.events())
    return _response(Streamed(frames, at_end=lambda: _over(ready)), TEXT if as_comment else EVENTS)


@require_safe
def events(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The events of an answer after ``Last-Event-ID``: those stored, then those still to come."""
    person = asking.asker(request)
    try:
        turn = conversations.find_turn(person, pk)
    except conversations.NotFound as problem:
        return asking.problem(Refused(HTTPStatus.NOT_FOUND, str(problem)))
    give_back = slots.take(person.counted_as[0])
    if give_back is None:
        says = "Too many answers are on their way."
        return asking.problem(Refused(HTTPStatus.TOO_MANY_REQUESTS, says, wait=asking.BUSY_SECONDS))
    last = request.headers.get("Last-Event-ID", "")
    seen = int(last) if last.isascii() and last.isdecimal() and len(last) < len("10000") else 0
    return _response(Streamed(_frames(_followed(turn, seen)), at_end=give_back), EVENTS)


def frame(event: Told) -> bytes:
    """One event as server-sent events have it; a comment when there is none, which shows whether anybody listens."""
    if event is None:
        return HEARTBEAT
    data = json.dumps(event["data"], ensure_ascii=False)
    return f"id: {event['id']}\nevent: {event['event']}\ndata: {data}\n\n".encode()


def _frames(told: Generator[Told]) -> Generator[bytes]:
    with contextlib.closing(told) as all_told:
        for event in all_told:
            yield frame(event)


def _comments(ready: Ready) -> Generator[bytes]:
    """The protocol of the older widget: text as it comes, then one HTML comment with JSON."""
    turn = ready.answering.turn
    last = {"thread_id": str(turn.conversation_id), "checkpoint_pk": str(turn.pk)}
    with contextlib.closing(ready.answering.events()) as told:
        for event in told:
            if event and event["event"] == "sentence":
                yield f"{event['data']['text']} ".encode()
            elif event and event["event"] == "error":
                yield _comment({"error": event["data"]})
            elif event and event["event"] == "done" and event["data"].get("text"):
                yield event["data"]["text"].encode()
    yield b"\n\n" + _comment(last)


def _comment(value: object) -> bytes:
    """JSON that cannot end the comment it is in."""
    return f"<!-- {json.dumps(value).replace('>', chr(92) + 'u003e')} -->".encode()


def _over(ready: Ready) -> None:
    try:
        ready.answering.abandon()
    finally:
        ready.give_back()


def _followed(turn: Turn, seen: int) -> Generator[Told]:
    """Stored events after the last one seen; while the answer is still being made elsewhere, those that come."""
    while True:
        for number, event in enumerate(turn.events[seen:], start=seen + 1):
            yield {"id": number, **event}
        seen = max(seen, len(turn.events))
        if turn.status != Turn.Status.RUNNING:
            return
        if turn.asked_at < clock.now() - LOST_AFTER:
            _give_up(turn)
            continue
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
        turn.refresh_from_db(fields=["events", "status"])


def _give_up(turn: Turn) -> None:
    lost = {"type": "lost", "title": "Broken off", "detail": "The answer was broken off. Ask again.", "retry_after": 0}
    turn.events.append({"event": "error", "data": lost})
    turn.status = Turn.Status.FAILED
    turn.save(update_fields=["events", "status"])


def _response(body: Streamed, kind: str) -> HttpResponse | StreamingHttpResponse:
    response = StreamingHttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would gather the events
    return response
