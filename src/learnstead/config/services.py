"""Chooses the adapter of every port from the configuration."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from learnstead.adapters.edxval.client import EdxValClient
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.adapters.git.bare import BareRepositories
from learnstead.adapters.hugo import HugoBuilder
from learnstead.adapters.inbox.database import DatabaseInbox
from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.ledger.database import DatabaseLedger
from learnstead.adapters.lti.tokens import WebTokens
from learnstead.adapters.mail.folder import FolderMailer
from learnstead.adapters.mail.smtp import SmtpMailer, SmtpServer
from learnstead.adapters.run_log.log import DatabaseRunLog
from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.adapters.webhooks.http import HttpWebhookSender
from learnstead.config.configuration import Config
from learnstead.config.meaning import encoder_of, vectors_of
from learnstead.config.outside import ConfiguredOutside
from learnstead.config.places import CHECKOUT
from learnstead.learn.domain import facets
from learnstead.ports.mail import Mailer
from learnstead.ports.search import SearchIndex
from learnstead.ports.services import Services

JOB_MODULES = ("learnstead.studio.jobs", "learnstead.video.jobs", "learnstead.learn.jobs", "learnstead.flows.jobs")


def load_jobs() -> None:
    """Import the modules whose functions register themselves as jobs."""
    for module in JOB_MODULES:
        if find_spec(module):
            import_module(module)


def build(config: Config) -> Services:
    """One adapter for each port."""
    objects = config.store.opened(config.objects)
    outside = ConfiguredOutside(scratch=config.data / "work", feeds=config.demo_feeds, home=config.url)
    return Services(
        queue=ProcrastinateQueue(),
        git=BareRepositories(config.data / "repositories"),
        objects=objects,
        delivery=config.delivery.signer(objects),
        builder=HugoBuilder(hugo=config.hugo, themes=CHECKOUT / "themes", scratch=config.data / "work"),
        transcoder=FfmpegTranscoder(config.ffmpeg),
        search=_search(config),
        encoder=encoder_of(config.meaning),
        vectors=vectors_of(config.meaning),
        index_aside=partial(_index_aside, config.data / "work"),
        mail=_mailer(config),
        identity=config.identity.provider,
        webhooks=HttpWebhookSender(keys=config.webhook_keys),
        run_log=DatabaseRunLog(),
        ledger=DatabaseLedger(),
        inbox=DatabaseInbox(),
        edx=EdxValClient(),
        signed_messages=WebTokens(),
        farm=config.outlets.farm(objects),
        youtube=config.outlets.youtube(),
        youtube_hourly=config.outlets.youtube_hourly,
        caption_vendor=config.outlets.caption_vendor(),
        speech=config.speech.writer(ffmpeg=config.ffmpeg, scratch=config.data / "work"),
        intake=config.intake.opened(outside=outside, scratch=config.data / "work"),
        outside=outside,
        language_model=config.asking.model(),
        language_budget=config.asking.budget,
        scratch=config.data / "work",
        url=config.url,
        webhook_keys=config.webhook_keys,
    )


@contextmanager
def _index_aside(scratch: Path) -> Iterator[SearchIndex]:
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch, prefix="index-") as folder:
        yield TantivyIndex(Path(folder), facets=facets.INDEXED)


def _search(config: Config) -> SearchIndex:
    if config.search_url:
        from learnstead.adapters.opensearch.index import OpenSearchIndex  # noqa: PLC0415 - slow to load, rarely wanted

        return OpenSearchIndex(config.search_url, name="learnstead", facets=facets.INDEXED)
    return TantivyIndex(config.data / "search", facets=facets.INDEXED)


def _mailer(config: Config) -> Mailer:
    if config.email_url:
        return SmtpMailer(SmtpServer(config.email_url), sender=config.email_from)
    return FolderMailer(config.data / "mails", sender=config.email_from)
