"""The order in which the real queue hands out work."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.ports.jobs import JOBS

pytestmark = pytest.mark.django_db


def test_urgent_work_goes_before_what_waits_already() -> None:
    queue = ProcrastinateQueue()
    queue.put("flows.publish_site", site="slow")
    queue.put("learn.index", resource=1)
    assert JOBS["learn.index"].urgent
    order = ProcrastinateJob.objects.order_by("-priority", "id").values_list("task_name", flat=True)
    assert list(order) == ["learn.index", "flows.publish_site"]
