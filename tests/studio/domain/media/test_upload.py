"""Uploads: what is kept, and what is refused."""

import gzip
import io
import zipfile

import pytest

from learnstead.adapters.jobs.queue import ProcrastinateQueue
from learnstead.adapters.objects.folder import FolderStore
from learnstead.people.models import User
from learnstead.studio.domain import media
from learnstead.studio.domain.media.kinds import ZIP_TYPES
from learnstead.studio.domain.media.storing import check
from learnstead.studio.domain.permissions import Forbidden
from learnstead.studio.models import Change, Content, MediaFile, Site

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 300
PDF = b"%PDF-1.7\n" + b"x" * 300
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'


def checked(name: str, data: bytes) -> str:
    return check(name=name, file=io.BytesIO(data)).kind


def zipped(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", b"text", "text/plain"),
        ("a.csv", b"a,b\n1,2\n", "text/csv"),
        ("a.py", b"#!/usr/bin/env python3\nprint(1)\n", "text/plain"),
        ("a.vtt", b"WEBVTT\n\n", "text/vtt"),
        ("a.md", "Grüße\n".encode(), "text/markdown"),
        ("a.html", b"<!DOCTYPE html><html></html>", "text/html"),
        ("a.zip", zipped({"data.csv": b"1,2"}), "application/zip"),
        ("a.docx", zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), None),
        ("a.bin", b"\x00\x01\x02\xff" * 10, "application/octet-stream"),
        ("a.svg", SVG % b'<path d="M0 0"/>', "image/svg+xml"),
        ("a.svg", b'<?xml version="1.0"?>\n<!-- made by us -->\n' + SVG % b"", "image/svg+xml"),
        ("a.csv.gz", gzip.compress(b"1,2\n" * 1000), "application/gzip"),
    ],
)
def test_a_file_is_known_by_its_bytes(name: str, data: bytes, kind: str | None) -> None:
    assert checked(name, data) == (kind or ZIP_TYPES[".docx"])


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("notes.pdf", b"MZ" + b"\x00" * 100, "notes.pdf is a program"),
        ("tool", b"\x7fELF" + b"\x00" * 100, "tool is a program"),
        ("setup.bat", b"echo", "setup.bat is a program"),
        ("photo.png", b"<html><script>", "is not what its name says: it holds text/html"),
        ("photo.jpg", PDF, "is not what its name says: it holds application/pdf"),
        ("a.zip", zipped({"x/setup.exe": b"MZ"}), "holds the program 'x/setup.exe'"),
        ("a.zip", zipped({"zeros": b"0" * 60_000_000}), "that is a trap"),
        ("a.gz", gzip.compress(b"0" * 60_000_000), "that is a trap"),
        ("a.zip", zipped({"inner.zip": zipped({"zeros": b"0" * 60_000_000})}), "that is a trap"),
        ("a.zip", zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({})})})}), "archives in archives"),
        ("a.zip", zipped({"a": b"1"})[:-30], "is damaged"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\x00" * 100, "pack the files as .zip"),
        ("a.gz", gzip.compress(b"text" * 1000)[:-20], "is damaged"),
    ],
)
def test_a_dangerous_or_false_file_is_refused(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(media.UploadRefused, match=problem):
        checked(name, data)


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        (b"<script>alert(1)</script>", "a <script> element"),
        (b"\n\n<foreignObject/>", "a.svg:3: the SVG holds a <foreignobject> element"),
        (b'<path onload="x()"/>', "the event handler 'onload'"),
        (b'<a xlink:href="javascript:alert(1)"/>', "the link 'javascript:alert"),
        (b'<a href=" java&#10;script:alert(1)"/>', "the link"),
        (b'<image href="data:text/html,x"/>', "the link 'data:text/html"),
        (b'<set attributeName="href" to="javascript:alert(1)"/>', "an animation of 'href'"),
        (b"<style>@import 'https://example.org/x.css';</style>", "a style that loads from elsewhere"),
        (b'<path style="fill: url(https://example.org/x)"/>', "the style"),
        (b"<path>", "is not well-formed"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside: bytes, problem: str) -> None:
    with pytest.raises(media.UploadRefused, match=problem):
        checked("a.svg", SVG % inside)


def test_an_svg_with_entities_is_refused() -> None:
    with pytest.raises(media.UploadRefused, match="the entity 'a'"):
        checked("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % b"&a;")


def test_an_svg_with_gradients_links_and_styles_is_kept() -> None:
    drawing = (
        b'<style>.a{fill:url(#g)}</style><a href="https://example.org"><use href="#x"/></a><path style="fill:red"/>'
    )
    assert checked("a.svg", SVG % drawing) == "image/svg+xml"


def test_an_upload_becomes_a_resource(site: Site, ada: User, objects: FolderStore, queue: ProcrastinateQueue) -> None:
    made = media.upload(
        site=site, name="Große Karte (1).PNG", file=io.BytesIO(PNG), by=ada, objects=objects, queue=queue
    )
    kept = MediaFile.objects.get(site=site)
    assert kept.name == f"{made.text_id.replace('-', '')}_Gro-e-Karte-1.png"
    assert objects.get(f"media/{site.pk}/{kept.name}") == PNG
    assert (made.title, made.filename, made.type) == ("Große Karte (1)", "grosse-karte-1-png", "resource")
    facts = {key: made.metadata[key] for key in ("file", "file_type", "file_size", "resourcetype", "draft")}
    assert facts == {
        "file": f"/courses/env-1-2026/{kept.name}",
        "file_type": "image/png",
        "file_size": len(PNG),
        "resourcetype": "Image",
        "draft": False,
    }
    assert list(Change.objects.last().files) == ["content/resources/grosse-karte-1-png.md"]


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "Document"), ("a.csv", "Document"), ("a.vtt", "Other")])
def test_a_resource_says_what_kind_it_is(
    site: Site, ada: User, objects: FolderStore, queue: ProcrastinateQueue, name: str, kind: str
) -> None:
    data = {"a.pdf": PDF, "a.csv": b"1,2", "a.vtt": b"WEBVTT\n"}[name]
    made = media.upload(site=site, name=name, file=io.BytesIO(data), by=ada, objects=objects, queue=queue)
    assert made.metadata["resourcetype"] == kind


def test_an_outsider_may_not_upload(site: Site, bo: User, objects: FolderStore, queue: ProcrastinateQueue) -> None:
    with pytest.raises(Forbidden):
        media.upload(site=site, name="a.png", file=io.BytesIO(PNG), by=bo, objects=objects, queue=queue)
    assert not Content.objects.filter(type="resource").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.PDF", "b.pdf"),
        ("...", "file"),
        ("a b&c.tar.gz", "a-b-c-tar.gz"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert media.safe_name(name) == safe


def test_an_archive_packed_in_an_unknown_way_is_refused() -> None:
    packed = bytearray(zipped({"inner.zip": zipped({"data.csv": b"1,2"})}))
    packed[packed.rindex(b"PK\x01\x02") + 10] = 99  # the method, in the list of contents
    with pytest.raises(media.UploadRefused, match=r"a\.zip is damaged: .*pack it again"):
        checked("a.zip", bytes(packed))
