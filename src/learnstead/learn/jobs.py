"""Learn's work in the background."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from learnstead.kernel import clock
from learnstead.learn.domain import embedding, indexing, messages, open_data, rechecking, releases, search_log, showing
from learnstead.learn.domain.ask import conversations, limits
from learnstead.learn.domain.following import confirming, mails, pictures, sending
from learnstead.learn.domain.lists import featuring, userlists
from learnstead.people.models import User
from learnstead.ports.jobs import job
from learnstead.ports.services import services

log = logging.getLogger(__name__)

REMEMBER_MESSAGES = timedelta(days=30)
REMEMBER_MAILS = timedelta(days=90)


@job(releases.APPLY_JOB, urgent=True)
def apply_source_release(*, source: str, release: str, message_id: str = "", **_newer: Any) -> None:
    """Bring the catalogue to a release of a data source, and note that it is there."""
    given = services()
    at = clock.now()
    releases.apply_release(
        source=source, release=release, objects=given.objects, queue=given.queue, at=at, message_id=message_id
    )
    given.ledger.mark_applied(release, at=at)


@job(releases.INDEX_JOB, urgent=True)
def index(*, resource: int | None = None, resources: Sequence[int] = (), **_newer: Any) -> None:
    """Bring the search index up to date with one resource, or with many."""
    ids = [*resources, *([] if resource is None else [resource])]
    given = services()
    indexing.index_resources(ids=ids, index=given.search, queue=given.queue)
    embedding.note(ids, given.queue)
    showing.refresh(ids)


@job("learn.recheck_offers", cron="*/10 * * * *")
def recheck_offers(**_newer: Any) -> None:
    """Bring availability, prices and next starts up to date where a date has passed."""
    ids = rechecking.recheck(at=clock.now())
    releases.ask_for_index(ids, services().queue)


@job(releases.REBUILD_JOB, urgent=True, aside=True)
def rebuild_search(**_newer: Any) -> None:
    """Build the search index anew: it is missing or damaged, or much of the catalogue is new."""
    indexing.prepare()
    indexing.rebuild(index=services().search)
    showing.catch_up()


@job("learn.show_all_anew", cron="33 4 * * *")
def show_all_anew(**_newer: Any) -> None:
    """Once a night, write down anew how everything is shown."""
    showing.refresh_all()


@job("learn.settle_search", cron="50 * * * *")
def settle_search(**_newer: Any) -> None:
    """Have the search index built anew if anything was replaced in it."""
    given = services()
    indexing.settle(index=given.search, queue=given.queue)


@job(embedding.CATCH_UP_JOB)
def encode_what_changed(**_newer: Any) -> None:
    """Make vectors for what waits."""
    given, at = services(), clock.now()
    try:
        embedding.catch_up(encoder=given.encoder, vectors=given.vectors, queue=given.queue, at=at)
    except embedding.BudgetSpent as spent:
        log.info("%s", spent)


@job(embedding.REBUILD_JOB)
def rebuild_vectors(**_newer: Any) -> None:
    """Make all vectors anew beside those in use."""
    given, at = services(), clock.now()
    try:
        embedding.rebuild(encoder=given.encoder, vectors=given.vectors, at=at)
        if embedding.is_waiting():  # it was noted meanwhile
            embedding.ask(given.queue)
    except embedding.BudgetSpent as spent:
        log.info("%s", spent)
        embedding.ask_for_rebuild(given.queue, at=embedding.tomorrow(at))


@job("learn.encode_what_still_waits", cron="*/10 * * * *")
def encode_what_still_waits(**_newer: Any) -> None:
    """Try again what could not be encoded: the provider was away for long, or yesterday's budget was spent."""
    if embedding.is_waiting():
        embedding.ask(services().queue)


@job("learn.refresh_vectors", cron="41 2 * * *")
def refresh_vectors(**_newer: Any) -> None:
    """Once a night, learn anew from a catalogue that is no longer the one that was learnt from."""
    given = services()
    if embedding.is_due(given.encoder):
        embedding.ask_for_rebuild(given.queue)


@job("learn.forget_questions", cron="41 3 * * *")
def forget_questions(**_newer: Any) -> None:
    """Forget what visitors without an account asked the assistant a month ago, and counts of past days."""
    conversations.forget_visitors(at=clock.now())
    limits.forget(before=clock.now())


@job("learn.forget_messages", cron="17 3 * * *")
def forget_messages(**_newer: Any) -> None:
    """Forget webhook ids that are older than any message that could still be replayed."""
    messages.forget(before=clock.now() - REMEMBER_MESSAGES)


@job(open_data.DUMP_JOB, cron="40 2 * * *")
def dump_catalogue(**_newer: Any) -> None:
    """Write the public catalogue as files that anybody may take."""
    given = services()
    open_data.dump(objects=given.objects, scratch=given.scratch, base=given.url, at=clock.now())


@job("learn.forget_lists", cron="37 3 * * *")
def forget_lists(**_newer: Any) -> None:
    """Remove for good the lists that were deleted long enough ago."""
    userlists.forget_deleted(at=clock.now())


@job("learn.shuffle_featured", cron="1 0 * * *")
def shuffle_featured(**_newer: Any) -> None:
    """Have search follow the order in which featured things stand today."""
    featuring.shuffle(queue=services().queue)


@job("learn.send_digests", cron="30 18 * * *", attempts=12)
def send_digests(**_newer: Any) -> None:
    """Mail everybody what is new in what they follow, once a day; while the mail server is away, mails wait."""
    given, at = services(), clock.now()
    checked = pictures.checker(
        given.outside.egress(replay=given.outside.replay), default=mails.default_picture(given.url)
    )
    write = mails.writer(url=given.url, checked=checked)
    sending.send(at=at, aside=given.index_aside, mailer=given.mail, write=write, url=given.url)


@job(confirming.JOB, urgent=True)
def ask_to_confirm(*, user: int, **_newer: Any) -> None:
    """Ask somebody by mail whether the address is theirs."""
    found = User.objects.filter(pk=user).exclude(email="").first()
    if found:
        confirming.send(found, mailer=services().mail, url=services().url, at=clock.now())


@job("learn.forget_digests", cron="47 3 * * *")
def forget_digests(**_newer: Any) -> None:
    """Forget mails that were sent long ago."""
    sending.forget(before=clock.now() - REMEMBER_MAILS)


@job("learn.forget_searches", cron="27 3 * * *")
def forget_searches(**_newer: Any) -> None:
    """Forget what was looked for longer ago than it is kept."""
    search_log.forget(before=clock.now().date() - search_log.KEPT)
