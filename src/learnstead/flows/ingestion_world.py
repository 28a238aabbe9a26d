"""Opens the world of one run from the services of this process."""

from collections.abc import Iterator, Mapping

from learnstead.data.releasing import latest_records
from learnstead.data.source import Source
from learnstead.data.texts import RememberedTexts
from learnstead.data.world import World
from learnstead.kernel.contracts import Record
from learnstead.kernel.errors import Terminal
from learnstead.ports.ledger import RunRecord
from learnstead.ports.outside import Outside
from learnstead.ports.services import Services


class NotSet(Terminal):
    """The source needs settings that nobody made."""


def world_of(source: Source, run: RunRecord, services: Services) -> World:
    """What this run works with; NotSet names what is missing."""
    outside = services.outside
    name = bucket_name(source, outside)
    bucket = outside.bucket(name, folder=run.folder) if name or run.folder else None
    if source.bucket and source.needs_bucket and bucket is None:
        raise NotSet(
            f"{source.name} reads the bucket {name}, and nothing says where it is: set LEARNSTEAD_S3_ENDPOINT"
            " or LEARNSTEAD_S3_REGION, or name a folder in its place with --objects or LEARNSTEAD_OBJECTS"
        )

    def latest(name: str) -> Iterator[Record]:
        return latest_records(services.objects, services.ledger, name)

    return World(
        objects=services.objects,
        ledger=services.ledger,
        egress=outside.egress(replay=run.replay, source=source.name),
        bucket=bucket,
        settings=settings_of(source, services, replayed=bool(run.replay)),
        texts=RememberedTexts(services.objects, outside.texts(replay=run.replay)),
        latest=latest,
        scratch=services.scratch,
    )


def bucket_name(source: Source, outside: Outside) -> str:
    """The bucket a source reads: the one it declares, unless this installation has one of its own."""
    return (source.bucket and outside.setting(source.name, "bucket")) or source.bucket


def settings_of(source: Source, services: Services, *, replayed: bool) -> Mapping[str, str]:
    """The settings of a source. A replayed world asks for no credentials, so what is missing is made up."""
    said = {setting.name: services.outside.setting(source.name, setting.name) for setting in source.settings}
    found = {setting.name: said[setting.name] or setting.default for setting in source.settings}
    missing = [setting for setting in source.settings if setting.required and not found[setting.name]]
    if missing and not replayed:
        names = ", ".join(variable(source.name, setting.name) for setting in missing)
        raise NotSet(f"{source.name} needs {names}; 'learnstead source show {source.name}' says what they are")
    return found | {setting.name: setting.stand_in for setting in missing}


def variable(source: str, name: str) -> str:
    """The environment variable of a source's setting."""
    return f"LEARNSTEAD_SOURCE_{source}_{name}".upper()
