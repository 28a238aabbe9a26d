"""A program for the tests: saves one page again and again, and commits, until it is killed.

It notes a save in its diary once the save is acknowledged, as a browser would show "Saved".
"""

import os
import sys
from pathlib import Path

import django

from learnstead.kernel import clock
from learnstead.ports.services import services


def main(page_id: str, diary: str) -> None:
    """Save lines numbered on from the diary's last one."""
    django.setup()
    from learnstead.studio.domain import changes, contents  # noqa: PLC0415 - after django.setup()
    from learnstead.studio.models import Content  # noqa: PLC0415 - after django.setup()

    start = Path(diary).stat().st_size
    for number in range(start, start + 10_000):
        page = Content.objects.select_related("site__starter", "site__owner").get(pk=page_id)
        contents.save(
            content=page,
            by=page.site.owner,
            at=clock.now(),
            queue=services().queue,
            expected_version=page.version,
            markdown=f"{page.markdown}{os.getpid()}-{number}\n",
        )
        with Path(diary).open("a") as file:
            file.write(f"{os.getpid()}-{number}\n")
        changes.drain(site=page.site, git=services().git)


if __name__ == "__main__":
    main(*sys.argv[1:])
