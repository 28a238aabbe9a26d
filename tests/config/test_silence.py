"""Senders who fall silent, over real sockets."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from learnstead.config.silence import Watch, hang_up
from learnstead.config.supervisor.addresses import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@pytest.fixture
def server():
    port = free_port("127.0.0.1", 8800)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "1"]
    command += ["--log-level", "error", "tests.config.silent_senders:application"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            yield process, port
        finally:
            process.terminate()


def connected(port):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            assert time.monotonic() < until, "it does not start"
            time.sleep(0.05)


HEAD = b"PATCH / HTTP/1.1\r\nHost: here\r\nContent-Length: 5000\r\n\r\n"


def test_who_falls_silent_is_hung_up_on_and_the_thread_is_free_for_others(server):
    process, port = server
    with connected(port) as silent:
        silent.sendall(HEAD + b"x" * 1234)
        assert process.stdout.readline() == b"1234\n"
    with connected(port) as other:
        other.sendall(HEAD + b"x" * 5000)
        assert process.stdout.readline() == b"5000\n"
        assert other.recv(100).startswith(b"HTTP/1.1 200")


def test_an_address_is_silent_only_when_nobody_is_at_work_for_it():
    now = [0.0]
    watch = Watch(patience=60.0, clock=lambda: now[0])
    waiting, working, later = watch.begun("a"), watch.begun("a"), watch.begun("b")
    waiting.waits()
    later.waits()
    later.goes_on()
    now[0] = 61.0
    assert watch.silent() == set()
    watch.ended(working)
    assert watch.silent() == {"a"}
    waiting.goes_on()
    assert watch.silent() == set()


CALLER = "127.0.0.78"  # nobody else's connections in this process come from there


def call(listener):
    calling = socket.create_connection(listener.getsockname(), timeout=PATIENCE, source_address=(CALLER, 0))
    return calling, listener.accept()[0]


def test_only_connections_to_us_are_closed_and_never_ours_to_others():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        calling, called = call(listener)
    with calling, called:
        hang_up({CALLER}, silent_for=0.0)  # nobody listens there any more: as far as we know, we called
        called.sendall(b"x")
        assert calling.recv(1) == b"x"


def test_only_connections_from_the_silent_are_closed_and_only_after_a_while():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        calling, called = call(listener)
        with calling, called:
            hang_up({"127.0.0.79"}, silent_for=0.0)
            hang_up({CALLER}, silent_for=PATIENCE)
            called.sendall(b"x")
            assert calling.recv(1) == b"x"
            hang_up({CALLER}, silent_for=0.0)
            assert calling.recv(1) == b""
