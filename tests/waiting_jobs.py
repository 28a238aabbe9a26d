"""Does the jobs that wait in the real queue, as a worker would, but in the test's own transaction."""

from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from learnstead.ports.jobs import JOBS
from tests.deliveries import to_ourselves


def waiting() -> list[tuple[str, dict[str, Any]]]:
    """The jobs that wait, oldest first, with their arguments."""
    return list(ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", "args"))


def forget() -> None:
    """Drop what earlier tests left; Django empties only the tables it manages, and the queue's are not among them."""
    ProcrastinateJob.objects.all()._raw_delete("default")


def work_off(*, only: str = "") -> list[str]:
    """Do everything that waits, and what that asks for, until nothing is left; returns the names in order.

    Webhooks that this installation sends to itself arrive.
    """
    done: list[str] = []
    while job := ProcrastinateJob.objects.filter(status="todo", task_name__startswith=only).order_by("id").first():
        with to_ourselves():
            JOBS[job.task_name].work(**job.args)
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")
        done.append(job.task_name)
    return done
