"""A warm copy of what is saved: the head of ``main`` and the saved changes that are still on their way into git.

One folder for each site, used by every process. It is brought up to date by the difference since the last time; files
in it are replaced, never written to, because previews hold hard links to them.
"""

import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from learnstead.kernel.errors import Transient
from learnstead.ports.git import MAIN, GitHost, NoSuchRevision
from learnstead.studio.domain.preview.sight import Sight, glance_at
from learnstead.studio.domain.workspace.files import as_hugo_reads_it, belongs
from learnstead.studio.models import Change, Site

STATE = "state.json"
FILES = "files"
# A change committed between two looks at the branch makes a third one necessary; more than this is not normal.
MOST_LOOKS = 20


@dataclass(frozen=True)
class Saved:
    """What is saved: a commit, and texts (None: removed) that are not in it yet."""

    commit: str
    waiting: Mapping[str, str | None]
    changes: tuple[int, ...]

    @property
    def token(self) -> str:
        """Names this state."""
        return f"{self.commit}+{','.join(str(change) for change in self.changes)}"


def what_is_saved(site: Site, git: GitHost) -> Saved:
    """Look until git and the database were seen together: a change leaves the one after it is in the other."""
    for _ in range(MOST_LOOKS):
        head = git.head(site.short_id, MAIN)
        rows = list(Change.objects.filter(site=site, commit="").order_by("id").values_list("id", "files"))
        if git.head(site.short_id, MAIN) == head:
            waiting: dict[str, str | None] = {}
            for _row, files in rows:
                waiting.update(files)
            return Saved(commit=head, waiting=waiting, changes=tuple(row for row, _files in rows))
    raise Transient(f"{site.title!r} is being saved without a pause; the preview will work in a moment")


@dataclass
class State:
    """What the folder holds."""

    token: str = ""
    commit: str = ""
    dirty: tuple[str, ...] = ()
    sight: Sight | None = None


class Checkout:
    """The warm copy of one site."""

    def __init__(self, folder: Path, site: Site, git: GitHost) -> None:
        self._files = folder / FILES
        self._folder = folder
        self._site = site
        self._git = git

    @contextmanager
    def up_to_date(self) -> Iterator[tuple[Saved, Sight]]:
        """Hold the copy still, as it is saved now. Many may hold it; one brings it up to date."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as lock:
            while True:
                fcntl.flock(lock, fcntl.LOCK_SH)
                saved = what_is_saved(self._site, self._git)
                state = self._state()
                if state.token == saved.token and state.sight is not None:
                    yield saved, state.sight
                    return
                fcntl.flock(lock, fcntl.LOCK_EX)  # gives the other lock up first, so all of it may have changed
                self._update(what_is_saved(self._site, self._git))

    def _state(self) -> State:
        return _remembered_state(self._folder / STATE)

    def _update(self, saved: Saved) -> None:
        state = self._state()
        if state.token == saved.token:
            return
        if state.sight is None:
            state = State(sight=Sight())
            shutil.rmtree(self._files, ignore_errors=True)
        (self._folder / STATE).unlink(missing_ok=True)  # until it is complete again
        sight = state.sight or Sight()
        for path, data in self._news(state, saved):
            self._put(path, data, sight)
        for path, text in saved.waiting.items():
            self._put(path, None if text is None else text.encode(), sight)
        known = {"token": saved.token, "commit": saved.commit, "dirty": list(saved.waiting), "sight": sight.as_json()}
        _write(self._folder / STATE, json.dumps(known).encode())

    def _news(self, state: State, saved: Saved) -> Iterable[tuple[str, bytes | None]]:
        """The files of git that differ from what the folder has, by path."""
        if not state.commit:
            return self._git.files(self._site.short_id, saved.commit)
        # What was taken from a waiting change may never have reached git in that form.
        paths = {*self._git.changed_paths(self._site.short_id, state.commit, saved.commit), *state.dirty}
        return ((path, self._read(saved.commit, path)) for path in sorted(paths))

    def _read(self, commit: str, path: str) -> bytes | None:
        try:
            return self._git.read(self._site.short_id, commit, path)
        except NoSuchRevision:
            return None

    def _put(self, path: str, data: bytes | None, sight: Sight) -> None:
        if not belongs(path):
            return
        if data is None:
            (self._files / path).unlink(missing_ok=True)
            sight.glances.pop(path, None)
            return
        data = as_hugo_reads_it(path, data)
        _write(self._files / path, data)
        sight.glances[path] = glance_at(data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid4().hex}")
    temporary.write_bytes(data)
    temporary.replace(path)


_states: dict[Path, tuple[tuple[int, int], State]] = {}


def _remembered_state(path: Path) -> State:
    """The state file, parsed once for each time it was written."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return State()
    version = (found.st_ino, found.st_mtime_ns)
    if path in _states and _states[path][0] == version:
        return _states[path][1]
    state = _parsed(json.loads(path.read_bytes()))
    _states[path] = (version, state)
    return state


def _parsed(known: Mapping[str, Any]) -> State:
    return State(
        token=known["token"],
        commit=known["commit"],
        dirty=tuple(known["dirty"]),
        sight=Sight.from_json(known["sight"]),
    )
