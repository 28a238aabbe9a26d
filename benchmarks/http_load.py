"""What readers wait for at the edge of a whole installation, at fifty requests a second.

    .venv/bin/python benchmarks/http_load.py [RESOURCES [SECONDS]]

20,000 made-up resources with ten texts each, unless said. Requests arrive on a clock whether or not those before were
answered: 60 % searches with eight facets, 20 % single resources, 10 % pages of a unit, 10 % suggestions. The baseline
in the same minute is /healthz at the same pace. Then the same load at rest and while the workers build the index anew,
in turns. Times are
those of the client; beside them stands what the web server and the database computed for each request, which a busy
machine changes less. Searches go by words and meaning, as they do by default; the encoder learnt from a tenth of the
resources and read only what they say of themselves, for made-up words mean nothing however long one learns them.
"""

import asyncio
import itertools
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.config.supervisor.whole import Whole, environment, new_folder  # noqa: E402 - found by the line above

from learnstead.config.cli.worker import NICENESS  # noqa: E402 - as above
from learnstead.config.supervisor.addresses import free_port  # noqa: E402 - as above

PACE, SECONDS, RESOURCES, TEXTS, ROUNDS = 50, 30, 20_000, 10, 3
FACETS = ("topic", "offered_by", "level", "department", "free", "certification_type", "delivery", "resource_type")
SYLLABLES = ("ka", "lo", "mi", "ner", "pa", "qua", "ri", "sto", "tu", "vel", "wa", "xi", "yon", "ze", "bra", "cle")
WORDS = ["".join(parts) for length in (2, 3) for parts in itertools.product(SYLLABLES, repeat=length)]
COMMONNESS = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
PAGES = 5_000  # made up, each of them read by some forty courses: making up 200,000 takes longer than the rest
UNITS, LEVELS = ("mitx", "ocw", "xpro", "mitpe", "see", "climate"), ("undergraduate", "graduate", "introductory")
SEED = 11
NO_ANSWER = 599
INDEX, SHOW, ENCODE, ORDER = ((sys.executable, __file__, step) for step in ("index", "show", "encode", "order"))
LEARNT_FROM = 10


@dataclass(frozen=True)
class Answer:
    """One request: what it asked for, its status and how long it took."""

    kind: str
    status: int
    milliseconds: float


def main() -> None:
    """Fill, build, and measure."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr] # it takes minutes
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS  # noqa: PLR2004 - the second argument
    whole = Whole(data=new_folder() / "data", port=free_port("127.0.0.1", 8500))
    try:
        started = whole.up()
        if started.returncode:
            raise SystemExit(started.stdout + started.stderr)
        took = timed(lambda: say(whole, sys.executable, __file__, "fill", str(count)))
        print(f"{count:,} resources with {count * TEXTS:,} texts, written in {took:.0f} s")
        took = timed(lambda: say(whole, *INDEX))
        print(f"search rebuilt in {took:.1f} s")
        print(f"what is shown written down in {timed(lambda: say(whole, *SHOW)):.1f} s")
        print(f"vectors made in {timed(lambda: say(whole, *ENCODE)):.0f} s")
        measured(whole, "at rest", "health", seconds // 4)
        measured(whole, "its first seconds", "mixed", seconds // 2)
        ratios = [rebuilding_beside(whole, seconds) for _ in range(ROUNDS)]
        print(f"p95 while rebuilding, of that at rest just before: {', '.join(f'{one:.2f}' for one in ratios)}")
        print(f"memory of the web server's processes: {memory(whole)} MB")
    finally:
        whole.clear()


def rebuilding_beside(whole: Whole, seconds: int) -> float:
    """How many times longer the slowest twentieth of answers takes while the workers build the index anew."""
    at_rest = measured(whole, "fifty a second", "mixed", seconds)
    with subprocess.Popen(ORDER, env=belonging_to(whole)) as rebuilding:
        meanwhile = measured(whole, "while rebuilding", "mixed", seconds)
        print("  it went on all the while" if rebuilding.poll() is None else "  it ended before the load did")
    measured(whole, "just after that", "mixed", seconds // 2)
    return meanwhile / at_rest


def belonging_to(whole: Whole) -> dict[str, str]:
    """The environment of a command beside an installation."""
    return {**environment(), "LEARNSTEAD_DATA": str(whole.data), "LEARNSTEAD_URL": whole.url}


def say(whole: Whole, *words: str) -> None:
    """Run a command beside the installation; it must succeed."""
    done = subprocess.run(words, env=belonging_to(whole), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def load(whole: Whole, kind: str, seconds: int) -> Sequence[Answer]:
    """The answers of a client in a process of its own."""
    words = [sys.executable, __file__, "ask", whole.url, kind, str(seconds)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return [Answer(kind, int(status), float(took)) for kind, status, took in map(str.split, told.splitlines())]


def report(name: str, answers: Sequence[Answer]) -> float:
    """A line for each kind of request and one for all of them; returns the 95th percentile of these."""
    failures = [answer.status for answer in answers if answer.status >= httpx.codes.BAD_REQUEST]
    print(f"{name}: {len(answers)} requests, {len(failures)} failed {sorted(set(failures)) or ''}")
    kinds = sorted({answer.kind for answer in answers})
    for kind in [*kinds, "all"] if len(kinds) > 1 else kinds:
        cuts = statistics.quantiles((a.milliseconds for a in answers if kind in {"all", a.kind}), n=100)
        print(f"  {kind:10} p50 {cuts[49]:7.1f}   p95 {cuts[94]:7.1f}   p99 {cuts[98]:7.1f} ms")
    return cuts[94]


def measured(whole: Whole, name: str, kind: str, seconds: int) -> float:
    """Put it under load, and report; returns the 95th percentile in milliseconds."""
    before = computed(whole)
    answers = load(whole, kind, seconds)
    slowest = report(name, answers)
    spent = {program: (total - before[program]) * 1000 / len(answers) for program, total in computed(whole).items()}
    print("  a request  " + "   ".join(f"{program} {cost:.1f} CPU-ms" for program, cost in spent.items()))
    return slowest


def computed(whole: Whole) -> dict[str, float]:
    """CPU seconds so far of the web server and of the database; those that ended count by their parent."""
    found = {"web": 0.0, "database": 0.0}
    for program, sign in (("web", "granian"), ("database", "postgres")):
        roots = [process for process in whole.processes() if sign in " ".join(process.cmdline())]
        below = {one for root in roots for one in [root, *root.children(recursive=True)]}
        found[program] = sum(sum(process.cpu_times()[:4]) for process in below)  # with children that ended, no waiting
    return found


def memory(whole: Whole) -> list[int]:
    """Resident megabytes of each process that serves pages."""
    serving = [one for one in whole.processes() if "granian" in " ".join(one.cmdline())]
    return sorted(round(one.memory_info().rss / 2**20) for one in serving)


async def ask(url: str, kind: str, seconds: int) -> None:
    """Send requests on the clock, and print each answer: kind, status, milliseconds."""
    dice = random.Random(SEED)  # noqa: S311 - the same requests every time
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits) as client:
        first = (await client.get("/api/v1/learning_resources/", params={"limit": 100})).json()
        ids = [one["id"] for one in first["results"]]
        start, sent = time.perf_counter(), []
        for number in range(seconds * PACE):
            await asyncio.sleep(max(0.0, start + number / PACE - time.perf_counter()))
            sent.append(asyncio.create_task(_one(client, *_request(kind, ids, dice))))
        for answer in await asyncio.gather(*sent):
            print(answer.kind, answer.status, answer.milliseconds)


async def _one(client: httpx.AsyncClient, kind: str, address: str) -> Answer:
    before = time.perf_counter()
    try:
        status = (await client.get(address)).status_code
    except httpx.TransportError:
        status = NO_ANSWER
    return Answer(kind, status, (time.perf_counter() - before) * 1000)


def _request(kind: str, ids: Sequence[int], dice: random.Random) -> tuple[str, str]:
    if kind == "health":
        return kind, "/healthz"
    share = dice.random()
    if share < 0.6:  # noqa: PLR2004 - as the heading says
        asked = {"q": words(dice, dice.randint(1, 3)), "limit": 20, "aggregations": ",".join(FACETS)}
        return "search", f"/api/v1/learning_resources_search/?{urlencode(asked)}"
    if share < 0.8:  # noqa: PLR2004 - as above
        return "resource", f"/api/v1/learning_resources/{dice.choice(ids)}/"
    if share < 0.9:  # noqa: PLR2004 - as above
        return "unit", f"/catalogue/units/{dice.choice(UNITS)}/"
    return "suggest", f"/search/suggest?{urlencode({'q': words(dice, 1)[:4]})}"


def words(dice: random.Random, count: int) -> str:
    """So many words, common ones often."""
    return " ".join(dice.choices(WORDS, cum_weights=COMMONNESS, k=count))


def fill(count: int) -> None:
    """Write resources with a run and texts each, as a release would leave them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "learnstead.config.settings"
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from learnstead.learn import models  # noqa: PLC0415 - as above

    dice, now = random.Random(SEED), datetime.now(tz=UTC)  # noqa: S311 - the same rows every time
    pages = [words(dice, 120) for _ in range(PAGES)]
    topics = [models.Topic.objects.create(path=f"Topic {n}", slug=f"topic-{n}", name=f"Topic {n}") for n in range(40)]
    for first in range(0, count, 1000):
        several = range(first, min(first + 1000, count))
        made = models.LearningResource.objects.bulk_create(
            models.LearningResource(
                platform="edx", readable_id=f"course-{n}", slug=f"course-{n}", source="load", etl_source="load",
                offered_by=dice.choice(UNITS), resource_category="Course", title=words(dice, 4).title(),
                description=words(dice, 60), url=f"https://courses.example/{n}", course_numbers=[f"{n % 24}.{n:05}"],
                certification_type=dice.choice(("none", "completion")), free=dice.random() < 0.7, delivery=["online"],  # noqa: PLR2004 - most
                availability="anytime", best_run_id=f"run-{n}", first_published_at=now, changed_at=now,
                payload_sha256="0" * 64,
            )
            for n in several
        )  # fmt: skip
        runs = models.LearningResourceRun.objects.bulk_create(
            models.LearningResourceRun(
                resource=one,
                run_id=one.best_run_id,
                level=[dice.choice(LEVELS)],
                instructors=[words(dice, 2).title()],
                year=2026,
            )
            for one in made
        )
        models.ContentFile.objects.bulk_create(
            models.ContentFile(
                run=run, key=f"page-{page}", title=words(dice, 4), content=dice.choice(pages), content_type="page",
                url=f"https://courses.example/{run.run_id}/{page}", payload_sha256="0" * 64,
            )
            for run in runs for page in range(TEXTS)
        )  # fmt: skip
        through = models.LearningResource.topics.through
        pairs = [(one, topic) for one in made for topic in dice.sample(topics, 2)]
        through.objects.bulk_create(through(learningresource=one, topic=topic) for one, topic in pairs)


def work(step: str) -> None:
    """A part of what workers do, as nicely as they do it."""
    os.nice(NICENESS)
    os.environ["DJANGO_SETTINGS_MODULE"] = "learnstead.config.settings"
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    from learnstead.learn.domain import indexing, showing  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    match step:
        case "index":
            indexing.prepare()
            indexing.rebuild(index=services().search)
        case "show":
            showing.catch_up()
        case "order":
            order()
        case _:
            encode()


def order() -> None:
    """Have the installation's own workers build the index anew, and wait for it."""
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415 - needs Django

    from learnstead.learn.domain import releases  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above

    releases.ask_for_rebuild(services().queue)
    begun = time.perf_counter()
    while ProcrastinateJob.objects.filter(task_name=releases.REBUILD_JOB, status__in=("todo", "doing")).exists():
        time.sleep(0.5)
    print(f"rebuilt by a worker in {time.perf_counter() - begun:.0f} s")


def encode() -> None:
    """Make vectors of all resources."""
    from learnstead.learn.domain import meaning, search_documents  # noqa: PLC0415 - needs Django
    from learnstead.learn.models import VectorSpace  # noqa: PLC0415 - as above
    from learnstead.ports.encoder import Trainable  # noqa: PLC0415 - as above
    from learnstead.ports.services import services  # noqa: PLC0415 - as above
    from learnstead.ports.vectors import Point  # noqa: PLC0415 - as above

    encoder, vectors = services().encoder, services().vectors
    if not isinstance(encoder, Trainable):
        raise SystemExit("this installation has an encoder that cannot be trained here")
    said = {one.id: f"{one.title} {one.text}" for one in search_documents.published()}
    model = encoder.train(list(said.values())[::LEARNT_FROM])
    made = zip(said.items(), model.encode(list(said.values())), strict=True)
    points = (Point(id=id_, vector=vector, checksum="", owner=id_) for (id_, _), vector in made)
    vectors.put(meaning.collection(meaning.RESOURCES, model.name), points)
    encoder.adopt(model.name)
    VectorSpace.objects.create(encoder=model.name, live=True, resources=len(said), made_at=datetime.now(tz=UTC))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["ask", address, what, length]:
            asyncio.run(ask(address, what, int(length)))
        case [("index" | "show" | "encode" | "order") as step]:
            work(step)
        case _:
            main()
