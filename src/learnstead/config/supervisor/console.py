"""What ``learnstead up`` says: calm, prefixed lines on the terminal, everything in log files."""

import logging
import logging.handlers
import re
from pathlib import Path

import click

LOG_BYTES = 5 * 2**20
LOG_FILES = 3
COLOURS = {"learnstead": "green", "postgres": "blue", "web": "cyan", "demo": "yellow"}
WIDTH = max(map(len, COLOURS))
# PostgreSQL and granian tell their life's story; on the terminal only what goes wrong is news.
CHATTER = re.compile(
    r"^(LOG|DETAIL|HINT|STATEMENT|CONTEXT):|^\[INFO\]|^\s|^\S+ \S+ (DEBUG|INFO) |"
    r"^.{0,40} - (DEBUG|INFO) - |"
    r"^ERROR:  duplicate key value violates unique constraint \"procrastinate_jobs_queueing_lock|"  # it waits already
    r"^ERROR:  relation \"\w+\" already exists|"  # Dagster's processes make their tables side by side, and try again
    r"^ERROR:  duplicate key value violates unique constraint \"(pg_type_typname|secondary_indexes|alembic_version)|"
    r"^\[WARNING\] Configuration allows spawning up to \d+ Python threads"  # they wait for models, not for a core
)


class Console:
    """Lines with the name of the process that said them; quiet ones go to its log file only.

    ``hushed``: nothing the children say is shown. ``silent``: nothing at all is.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        logs.mkdir(parents=True, exist_ok=True)
        self.hushed = self.silent = False
        self._files: dict[str, logging.handlers.RotatingFileHandler] = {}

    def say(self, line: str, *, name: str = "learnstead") -> None:
        """Show a line to whoever watches, and keep it."""
        self.keep(line, name=name)
        prefix = click.style(f"{name:>{WIDTH}} |", fg=COLOURS.get(name, "magenta"))
        self._print(f"{prefix} {line}")

    def warn(self, line: str) -> None:
        """Show a line that should be noticed."""
        self.say(click.style(line, fg="yellow"))

    def hear(self, line: str, *, name: str) -> None:
        """Take a line from a child: to its log file, and to the terminal unless it is chatter or we are ``hushed``."""
        if self.hushed or CHATTER.match(line):
            self.keep(line, name=name)
        else:
            self.say(line, name=name)

    def keep(self, line: str, *, name: str) -> None:
        """Write a line to the log file of ``name``, with the time."""
        record = logging.makeLogRecord({"msg": click.unstyle(line)})
        self._file(name).handle(record)

    def show(self, text: str) -> None:
        """Print ``text`` as it is, on the terminal only."""
        self._print(text)

    def close(self) -> None:
        """Close the log files."""
        for handler in self._files.values():
            handler.close()
        self._files.clear()

    def _file(self, name: str) -> logging.Handler:
        if name not in self._files:
            path = self.logs / f"{re.sub('[0-9-]+$', '', name)}.log"
            handler = logging.handlers.RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES)
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
            self._files[name] = handler
        return self._files[name]

    def _print(self, text: str) -> None:
        if self.silent:
            return
        try:
            click.echo(text)
        except OSError:  # the terminal is gone; the log files go on
            self.silent = True
