"""What following costs: recommendations for learners, and finding whose searches the new resources of a day fit.

    .venv/bin/python benchmarks/following.py [RESOURCES [LEARNERS [QUERIES]]]

Resources are those of ``http_load.py``, 20,000 unless said, of which 200 are new. Each learner saved three, looked at
two, follows three searches and has four interests. Times are CPU, ours and PostgreSQL's for us. The baselines, in the
same run: one search of the catalogue, and asking each followed query of the whole catalogue instead of the new.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import encoders, http_load

RESOURCES, LEARNERS, QUERIES, NEW = 20_000, 40, 500, 200
SAVED, VIEWED, FOLLOWED, INTERESTS = 3, 2, 3, 4
MOST_FOLLOWED = 50


def main() -> None:
    """Fill, then measure."""
    given = [int(one) for one in sys.argv[1:]]
    count, learners, queries = [*given, *(RESOURCES, LEARNERS, QUERIES)[len(given) :]]
    encoders.start_installation()
    http_load.fill(count)
    from learnstead.learn.domain import indexing  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    started = time.process_time()
    indexing.rebuild(index=services().search)
    print(f"{count:,} resources, indexed in {time.process_time() - started:.0f} CPU-s")
    dice = random.Random(5)  # noqa: S311 - the same learners every time
    search = cost([asking(http_load.words(dice, 2)) for _ in range(50)])
    print(f"one search                   {search:8.1f} CPU-ms")
    recommendations(learners, dice, search)
    percolation(queries, dice, search)


def recommendations(learners: int, dice: random.Random, search: float) -> None:
    """What it takes to recommend twelve things to a learner."""
    from learnstead.learn.domain.following import recommending  # noqa: PLC0415 - needs Django
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    given = services()
    means = recommending.Means(index=given.search, encoder=given.encoder, vectors=given.vectors)
    people = [learner(number, dice) for number in range(learners)]
    found: list[int] = []
    spent = cost([lambda one=one: found.append(len(recommending.recommend(one, means=means))) for one in people])  # type: ignore[misc]
    print(
        f"recommendations, one learner {spent:8.1f} CPU-ms, {spent / search:.1f} searches; "
        f"{statistics.mean(found):.1f} things each"
    )


def percolation(queries: int, dice: random.Random, search: float) -> None:
    """What it takes to find whose searches the new resources fit."""
    from learnstead.kernel import clock  # noqa: PLC0415 - needs Django
    from learnstead.learn.domain.following import matching, normal, subscribing  # noqa: PLC0415 - as above
    from learnstead.learn.models import LearningResource, Subscription  # noqa: PLC0415 - as above
    from learnstead.people.models import User  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    now = clock.now()
    Subscription.objects.all().delete()
    for number in range(queries):
        asked = f"q={http_load.words(dice, 2)}&level={dice.choice(http_load.LEVELS)}&topic=Topic+{number % 40}"
        if number % MOST_FOLLOWED == 0:
            somebody = User.objects.create_user(f"follower-{number}")
        subscribing.follow(user=somebody, parameters=normal.of_address(asked), at=now)
    new = LearningResource.objects.order_by("-pk").values("pk")[:NEW]
    LearningResource.objects.filter(pk__in=new).update(first_published_at=now + timedelta(minutes=1))
    at = now + timedelta(minutes=2)
    following = list(Subscription.objects.all())
    fits: list[int] = []
    aside = services().index_aside
    alone = cost([lambda: fits.append(len(matching.matches(following[:1], at=at, aside=aside)))])
    whole = cost([lambda: fits.append(len(matching.matches(following, at=at, aside=aside)))])
    each = (whole - alone) / max(1, len(following) - 1)
    print(f"new resources indexed aside  {alone:8.0f} CPU-ms for {NEW}, and one query")
    print(f"each followed query          {each:8.2f} CPU-ms, {each / search:.2f} searches; {fits[-1]} of them fit")


def learner(number: int, dice: random.Random) -> Any:
    """Somebody with reasons for recommendations."""
    from learnstead.kernel import clock  # noqa: PLC0415 - needs Django
    from learnstead.learn.domain.following import normal, profiles, recent, subscribing  # noqa: PLC0415 - as above
    from learnstead.learn.domain.lists import userlists  # noqa: PLC0415 - as above
    from learnstead.learn.models import LearningResource, Topic  # noqa: PLC0415 - as above
    from learnstead.people.models import User  # noqa: PLC0415 - as above

    now = clock.now()
    one = User.objects.create_user(f"learner-{number}")
    ids = dice.sample(range(LearningResource.objects.count()), SAVED + VIEWED)
    some = list(LearningResource.objects.filter(readable_id__in=[f"course-{place}" for place in ids]))
    for resource in some[:SAVED]:
        userlists.toggle_bookmark(owner=one, resource=resource, at=now)
    for resource in some[SAVED:]:
        recent.remember(one, resource, at=now)
    for _ in range(FOLLOWED):
        asked = normal.of_address(f"q={http_load.words(dice, 1)}")
        subscribing.follow(user=one, parameters=asked, at=now)
    topics = Topic.objects.filter(name__in=[f"Topic {place}" for place in dice.sample(range(40), INTERESTS)])
    profiles.answer(one, {profiles.INTERESTS: [str(topic.pk) for topic in topics]}, at=now)
    return one


def asking(text: str) -> Callable[[], object]:
    """One search of the catalogue by its words, as recommendations make it."""
    from learnstead.learn.domain import searching  # noqa: PLC0415 - needs Django
    from learnstead.learn.models import SearchMode  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    asked = searching.Asked(text=text, mode=SearchMode.KEYWORD, limit=12, counted=())
    return lambda: searching.ranked(asked=asked, index=services().search)


def cost(works: list[Callable[[], object]]) -> float:
    """CPU milliseconds of each: of this process, its threads included, and of PostgreSQL for it."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    before = time.process_time() + sum(server.cpu_times()[:2])
    for work in works:
        work()
    return (time.process_time() + sum(server.cpu_times()[:2]) - before) / len(works) * 1000


if __name__ == "__main__":
    main()
