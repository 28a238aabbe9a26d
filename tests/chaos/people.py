"""People who go on working while everything around them dies: each keeps a list of what the server confirmed."""

import itertools
import random
import string
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

import httpx
from selectolax.lexbor import LexborHTMLParser

from tests.studio.web.browser_form import untouched

PAUSE = 0.1


def token(name: str, number: int) -> str:
    """A word nobody has ever written, made of letters only."""
    return "zq" + name + "".join(string.ascii_lowercase[int(digit)] for digit in f"{number:04d}")


@dataclass
class Person(ABC):
    """Somebody with a browser. ``confirmed`` is what the server said yes to; of ``asked`` anything may be true."""

    name: str
    password: str
    url: str
    site: str
    confirmed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Until told to stop: do it again, in spite of everything."""
        with httpx.Client(base_url=self.url, timeout=20) as browser:
            signed_in = False
            for number in itertools.count(1):
                if self.stopped.wait(PAUSE):
                    return
                try:
                    signed_in = signed_in or self._sign_in(browser)
                    if signed_in:
                        self.act(browser, number)
                except httpx.TransportError:
                    continue

    @abstractmethod
    def act(self, browser: httpx.Client, number: int) -> None:
        """What they do each time, for the ``number``-th time."""

    def _sign_in(self, browser: httpx.Client) -> bool:
        browser.get("/sign-in/")
        form = {"name": self.name, "password": self.password, "csrfmiddlewaretoken": browser.cookies.get("csrftoken")}
        return browser.post("/sign-in/", data=form).is_redirect

    def _send(self, browser: httpx.Client, address: str, form: dict[str, Any], what: str) -> str:
        """Where the server sends us afterwards, which is its yes."""
        self.asked.append(what)
        answer = browser.post(address, data=form)
        if answer.is_redirect and "/sign-in/" not in answer.headers["location"]:
            self.confirmed.append(what)
            return answer.headers["location"]
        if not answer.is_server_error:
            self.surprises.append(f"{what}: {answer.status_code} {LexborHTMLParser(answer.content).body.text()[:500]}")
        return ""


@dataclass
class Author(Person):
    """Writes one word after the other on a page of their own."""

    address: str = ""

    def act(self, browser: httpx.Client, number: int) -> None:
        page = browser.get(self.address)
        if not page.is_success:
            return
        form = dict(untouched(page.text, "form.editor").lists())
        word = token(self.name, number)
        form["f.body"] = [f"The word of the hour is {word}.\r\n"]
        self._send(browser, self.address, form, word)


@dataclass
class Publisher(Person):
    """Presses the button again and again; ``builds`` are the numbers that the server answered with."""

    builds: list[int] = field(default_factory=list)

    def act(self, browser: httpx.Client, number: int) -> None:
        self.stopped.wait(random.uniform(0.5, 2))  # noqa: S311 - a pace, not a secret
        page = browser.get(f"/studio/{self.site}/builds/")
        if not page.is_success:
            return
        key = LexborHTMLParser(page.content).css_first("input[name=csrfmiddlewaretoken]").attributes["value"]
        form = {"csrfmiddlewaretoken": key, "version": "live"}
        if where := self._send(browser, f"/studio/{self.site}/publish/", form, f"publish {number}"):
            self.builds.append(int(where.rstrip("/").rpartition("/")[2]))


@dataclass
class Reader(Person):
    """Reads the live page all the time; ``halves`` are pages that were not whole."""

    page: str = ""
    halves: list[str] = field(default_factory=list)

    def act(self, browser: httpx.Client, _number: int) -> None:
        answer = browser.get(self.page)
        if answer.is_success and not answer.text.rstrip().endswith("</html>"):
            self.halves.append(answer.text)
        if answer.is_client_error:
            self.surprises.append(f"{self.page}: {answer.status_code}")
