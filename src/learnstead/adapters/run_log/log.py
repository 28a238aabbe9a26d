"""RunLog over Django's database connection."""

from collections.abc import Sequence

from django.db.models import Max

from learnstead.adapters.run_log.models import StepRecord
from learnstead.ports.run_log import FinishedStep


class DatabaseRunLog:
    """Finished steps as rows: a step that commits together with its effect is never done twice."""

    def finish(self, step: FinishedStep) -> None:
        """Insert the step, or replace what an earlier attempt left."""
        StepRecord.objects.update_or_create(
            flow=step.flow,
            run=step.run,
            step=step.step,
            defaults={
                "started": step.started,
                "seconds": step.seconds,
                "asynchronous": step.asynchronous,
                "result": dict(step.result),
            },
        )

    def steps(self, flow: str, run: str) -> Sequence[FinishedStep]:
        """The rows of one run."""
        return [
            FinishedStep(
                flow=row.flow,
                run=row.run,
                step=row.step,
                started=row.started,
                seconds=row.seconds,
                asynchronous=row.asynchronous,
                result=row.result,
            )
            for row in StepRecord.objects.filter(flow=flow, run=run)
        ]

    def runs(self, flow: str, *, limit: int = 20) -> Sequence[str]:
        """Runs by their last step."""
        grouped = StepRecord.objects.filter(flow=flow).values("run").annotate(last=Max("id"))
        return [row["run"] for row in grouped.order_by("-last")[:limit]]
