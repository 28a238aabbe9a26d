"""Fifty processes are killed while people write, publish and read. Nothing that was confirmed is lost."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import pytest
from selectolax.lexbor import LexborHTMLParser

from learnstead.config.supervisor import record
from learnstead.config.supervisor.addresses import free_port
from tests.acceptance.stage import Stage, files_of
from tests.chaos.people import Author, Publisher, Reader
from tests.config.supervisor.whole import Whole, eventually, kill, new_folder
from tests.course_sites import PAGES
from tests.small_site import write

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("CHAOS_ROUNDS", "50"))
MERCY = 2.5
KINDS = ("worker", "web", "postgres", "hugo")
SEED = int(os.environ.get("CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
COURSE = "chaos.1-fall-2026"
AUTHORS = {"ada": "content/pages/gears.md", "bo": "content/pages/springs.md"}
PASSWORD = "a long password that nobody guesses"
PEOPLE = """
from django.contrib.auth import get_user_model as people
for name in {names}:
    people().objects.create_superuser(username=name, email=name + '@example.org', password={password!r})
"""
STATE = """
import json
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from learnstead.studio.models import Change, Content
jobs = ProcrastinateJob.objects.order_by('id').values_list('task_name', 'status', 'attempts', 'scheduled_at', 'lock')
print('STATE', json.dumps({
    'pages': {content.filename: content.markdown for content in Content.objects.filter(type='page')},
    'changes': Change.objects.count(), 'not in git': Change.objects.filter(commit='').count(),
    'workers': [*map(str, ProcrastinateWorker.objects.values_list('id', 'last_heartbeat'))],
    'jobs': [*map(str, jobs)],
    'addresses': {content.filename: str(content.pk) for content in Content.objects.filter(type='page')},
}))
"""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    whole = Whole(data=new_folder() / "data", port=free_port("127.0.0.1", 8400))
    started = whole.up()
    assert started.returncode == 0, started.stdout + started.stderr
    with httpx.Client(base_url=whole.url, timeout=30) as browser:
        stage = Stage(whole, browser)
        stage.say("manage", "shell", "-c", PEOPLE.format(names=[*AUTHORS, "cy"], password=PASSWORD))
        stage.say("course", "import", str(write(tmp_path / COURSE, PAGES)), "--owner", "ada")
        stage.say("course", "publish", COURSE, "--to", "live", "--wait")
        yield stage
    whole.clear()


@dataclass
class Crowd:
    """Everybody at work."""

    authors: list[Author]
    publisher: Publisher
    reader: Reader

    def __enter__(self) -> Self:
        self.threads = [threading.Thread(target=person.work) for person in self.everybody]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for person in self.everybody:
            person.stopped.set()
        for thread in self.threads:
            thread.join()

    def get_something_done(self, *, patience: float = MERCY) -> None:
        """Return when the server has confirmed something new, but do not wait for long: some die twice."""
        deadline, before = time.monotonic() + patience, self._confirmed()
        while self._confirmed() == before and time.monotonic() < deadline:
            time.sleep(0.02)

    def _confirmed(self) -> int:
        return sum(len(person.confirmed) for person in self.everybody)

    @property
    def everybody(self) -> list[Any]:
        return [*self.authors, self.publisher, self.reader]


def crowd(stage: Stage, site: str) -> Crowd:
    addresses = state(stage)["addresses"]
    given = {"password": PASSWORD, "url": stage.whole.url, "site": site}
    authors = [
        Author(name=name, address=f"/studio/{site}/contents/{addresses[Path(path).stem]}/", **given)
        for name, path in AUTHORS.items()
    ]
    home = stage.home_of(COURSE)
    return Crowd(authors, Publisher(name="cy", **given), Reader(name="cy", page=f"{home}pages/gears/", **given))


def state(stage: Stage) -> dict[str, Any]:
    said = stage.say("manage", "shell", "-c", STATE)
    return json.loads(said.partition("STATE ")[2])


def victims(whole: Whole, kind: str) -> list[int]:
    """Processes of a kind: those the supervisor started, what they started, and any Hugo that builds just now."""
    now = record.read(whole.data)
    found: list[psutil.Process] = []
    for running in now.processes if now else ():
        try:
            if running.pid:
                process = psutil.Process(running.pid)
                family = [process, *process.children(recursive=True)]
                found += [one for one in family if kind in (running.name.partition("-")[0], one.name())]
        except psutil.NoSuchProcess:
            continue
    return [process.pid for process in found]


def kill_one(whole: Whole, dice: random.Random) -> str:
    """Kill a process of a kind that is not being mourned yet; a Hugo lives shortly, so it is waited for a moment."""
    kinds = dice.sample(KINDS, k=len(KINDS))
    patience = time.monotonic() + 3.0
    while True:
        for kind in kinds[:1] if time.monotonic() < patience else kinds:
            if pids := victims(whole, kind):
                try:
                    kill(dice.choice(pids))
                except ProcessLookupError:
                    continue
                return kind
        time.sleep(0.01)


def test_nothing_that_was_confirmed_is_lost(stage: Stage, tmp_path: Path) -> None:
    sys.stdout.write(f"CHAOS_SEED={SEED}\n")
    dice = random.Random(SEED)  # noqa: S311 - so that a run can be repeated
    (site,) = (one["name"] for one in json.loads(stage.say("course", "list", "--json")))
    before = state(stage)["changes"]
    killed: Counter[str] = Counter()
    with crowd(stage, site) as people:
        for _ in range(KILLS):
            people.get_something_done()
            time.sleep(dice.uniform(0, 1))
            killed[kill_one(stage.whole, dice)] += 1
        eventually(stage.whole.is_whole, patience=120)
        people.get_something_done(patience=60)
    saves = {author.name: len(author.confirmed) for author in people.authors}
    sys.stdout.write(f"killed {dict(killed)}; confirmed saves {saves}, publications {people.publisher.builds}\n")
    let_work_finish(stage)
    assert [surprise for person in people.everybody for surprise in person.surprises] == []
    assert people.reader.halves == []
    every_confirmed_save_is_there_once(stage, people, before, tmp_path / "clone")
    every_confirmed_publication_came_to_an_end(stage, people.publisher)
    what_is_live_is_one_commit_and_can_be_found(stage, tmp_path / "clone")


def let_work_finish(stage: Stage, *, patience: float = 90) -> None:
    deadline = time.monotonic() + patience
    while stage.whole.status()["jobs_waiting"] != 0 and time.monotonic() < deadline:
        time.sleep(0.5)
    now = state(stage)
    assert now["jobs"] == [], f"workers: {now['workers']}"


def every_confirmed_save_is_there_once(stage: Stage, people: Crowd, before: int, clone: Path) -> None:
    subprocess.run(["git", "clone", "-q", f"{stage.whole.data}/repositories/{COURSE}.git", clone], check=True)
    now = state(stage)
    assert now["not in git"] == 0
    commits = git(clone, "log", "--format=%H %an", "main").splitlines()
    assert len(commits) - 1 == now["changes"], "one commit for each change, and the empty first one"
    assert now["changes"] - before <= sum(len(author.asked) for author in people.authors)
    for author in people.authors:
        path = AUTHORS[author.name]
        saved = [word_in(text) for text in versions(clone, path, author.name)]
        assert len(saved) == len(set(saved)), "nothing was committed twice"
        assert set(author.confirmed) - set(saved) == set()
        assert set(saved) <= set(author.asked)
        assert word_in(now["pages"][Path(path).stem]) == saved[-1], "the database says what git says"


def versions(clone: Path, path: str, author: str) -> list[str]:
    """What a file said after each of the author's commits, oldest first."""
    found = git(clone, "log", "--reverse", "--format=%H", f"--author={author}@example.org", "main", "--", path)
    texts = [git(clone, "show", f"{commit}:{path}") for commit in found.split()]
    return [text for text in texts if "word of the hour" in text]


def word_in(text: str) -> str:
    """The word that the page says."""
    return text.partition("word of the hour is ")[2].partition(".")[0]


def git(clone: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", clone, *words], check=True, capture_output=True, text=True).stdout


def every_confirmed_publication_came_to_an_end(stage: Stage, publisher: Publisher) -> None:
    builds = {build["number"]: build for build in builds_of(stage)}
    assert set(publisher.builds) <= builds.keys()
    assert {build["status"] for build in builds.values()} <= {"succeeded", "failed"}
    assert [build for build in builds.values() if build["status"] == "failed" and not build["message"]] == []
    assert [build["number"] for build in builds.values() if build["served"]] == [
        max(number for number, build in builds.items() if build["status"] == "succeeded")
    ]


def builds_of(stage: Stage) -> list[dict[str, Any]]:
    return json.loads(stage.say("course", "builds", COURSE, "--json", "--limit", "1000"))


def what_is_live_is_one_commit_and_can_be_found(stage: Stage, clone: Path) -> None:
    (served,) = (build for build in builds_of(stage) if build["served"])
    home = stage.home_of(COURSE)
    releases = stage.whole.data / "objects" / "releases" / home.strip("/").rpartition("/")[2]
    (release,) = (folder for folder in releases.iterdir() if folder.name.startswith(f"{served['number']:05d}-"))
    assert len(files_of(release)) == served["files"]
    for path in AUTHORS.values():
        word = word_in(git(clone, "show", f"{served['commit']}:{path}"))
        shown = LexborHTMLParser(stage.browser.get(f"{home}pages/{Path(path).stem}/").content)
        assert word in shown.css_first("main").text()
        eventually(lambda word=word: stage.first_found(word) == f"/catalogue{home}")
