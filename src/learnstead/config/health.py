"""Two addresses for whoever watches over the server."""

from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse

from learnstead.ports.services import services


def healthz(_request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """The database answers too, and the queue can be counted; 503 otherwise."""
    try:
        connection.ensure_connection()
        waiting = services().queue.depth()
    except OperationalError as problem:
        return JsonResponse({"status": "waiting for the database", "problem": str(problem)}, status=503)
    return JsonResponse({"status": "ok", "jobs_waiting": waiting})
