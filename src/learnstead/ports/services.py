"""The adapters this process was started with: built once by ``config``, asked for at the edges.

Only ``web``, ``jobs``, ``admin`` and flow runners call ``services()``; domain functions are handed what they need.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from learnstead.ports.caption_orders import CaptionVendor
from learnstead.ports.captioning import SpeechWriter
from learnstead.ports.delivery import DeliverySigner
from learnstead.ports.edx_videos import EdxVideos
from learnstead.ports.encoder import Encoder
from learnstead.ports.git import GitHost
from learnstead.ports.identity import IdentityProvider
from learnstead.ports.inbox import Inbox
from learnstead.ports.intake import Intake
from learnstead.ports.jobs import Queue
from learnstead.ports.language_model import Budget, LanguageModel
from learnstead.ports.ledger import Ledger
from learnstead.ports.mail import Mailer
from learnstead.ports.objects import ObjectStore
from learnstead.ports.outside import Outside
from learnstead.ports.run_log import RunLog
from learnstead.ports.search import SearchIndex
from learnstead.ports.signed_messages import SignedMessages
from learnstead.ports.site_build import SiteBuilder
from learnstead.ports.transcoder import Farm, Transcoder
from learnstead.ports.vectors import VectorIndex
from learnstead.ports.webhook_sender import WebhookSender
from learnstead.ports.youtube import YouTube


@dataclass(frozen=True)
class Services:
    """One adapter for each port. ``scratch`` is a folder for unfinished work; ``url`` our public address.

    ``identity`` is another organisation with whose accounts people sign in.
    ``index_aside`` opens an empty search index that is gone afterwards, to ask a few entries what they match.
    ``farm``, ``youtube``, ``caption_vendor`` and ``speech`` are there when set up; ``youtube_hourly`` bounds uploads.
    ``webhook_keys`` sign what we send and vouch for what we receive; more than one is live while they are replaced.
    """

    queue: Queue
    git: GitHost
    objects: ObjectStore
    delivery: DeliverySigner
    builder: SiteBuilder
    transcoder: Transcoder
    search: SearchIndex
    encoder: Encoder
    vectors: VectorIndex
    index_aside: Callable[[], AbstractContextManager[SearchIndex]]
    mail: Mailer
    identity: IdentityProvider | None
    webhooks: WebhookSender
    run_log: RunLog
    ledger: Ledger
    inbox: Inbox
    intake: Intake
    outside: Outside
    edx: EdxVideos
    signed_messages: SignedMessages
    farm: Farm | None
    youtube: YouTube | None
    youtube_hourly: int
    caption_vendor: CaptionVendor | None
    speech: SpeechWriter | None
    language_model: LanguageModel
    language_budget: Budget
    scratch: Path
    url: str
    webhook_keys: Sequence[str]


_installed: list[Services] = []


def install(services: Services) -> None:
    """Make ``services`` the ones of this process, in place of any before."""
    _installed[:] = [services]


def services() -> Services:
    """The services of this process."""
    if not _installed:
        raise RuntimeError("no services are installed; learnstead.config.apps does it when Django starts")
    return _installed[0]
