"""What Dagster loads. Every file in ``data/sources`` gives three assets, their checks, a job and its schedules."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnstead.config.settings")
django.setup()

import dagster  # noqa: E402 - the steps use the services Django installs

from learnstead.config.orchestration.assets import assets_of  # noqa: E402
from learnstead.config.orchestration.schedules import job_of, schedule_of  # noqa: E402
from learnstead.config.settings import CONFIG  # noqa: E402
from learnstead.data import registry  # noqa: E402

SOURCES = tuple(registry.every().values())
JOBS = {source.name: job_of(source) for source in SOURCES}

definitions = dagster.Definitions(
    assets=[asset for source in SOURCES for asset in assets_of(source)],
    jobs=list(JOBS.values()),
    schedules=[
        schedule_of(source, JOBS[source.name], runs=CONFIG.schedules(source.name))
        for source in SOURCES
        if source.schedules
    ],
    executor=dagster.in_process_executor,
)
