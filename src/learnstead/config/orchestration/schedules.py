"""When sources run by themselves: the cadence they declare, in UTC."""

import dagster
from dagster import AssetSelection, DefaultScheduleStatus, ScheduleDefinition
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from learnstead.data.source import Source


def job_of(source: Source) -> UnresolvedAssetJobDefinition:
    """All three steps of a source; Dagster runs one job of a source at a time."""
    return dagster.define_asset_job(
        source.name,
        selection=AssetSelection.groups(source.name),
        description=f"{source.title}: {source.data} by {source.transport}",
        tags={"source": source.name},
    )


def schedule_of(source: Source, job: UnresolvedAssetJobDefinition, *, runs: bool) -> ScheduleDefinition:
    """The declared cadence; ``runs``: it is on from the start."""
    return ScheduleDefinition(
        name=source.name,
        job=job,
        cron_schedule=list(source.schedules),
        execution_timezone="UTC",
        description=f"{source.cadence} (UTC)",
        default_status=DefaultScheduleStatus.RUNNING if runs else DefaultScheduleStatus.STOPPED,
    )
