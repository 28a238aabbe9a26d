"""Archives from strangers."""

import gzip
import io
import tarfile
import zipfile

import pytest

from learnstead.data.archives import BadArchive, Limits, unpacked
from tests.data import shared

OLX = shared.REPLAY / "payloads/s3/olx"


def tar(*members, compress=True):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz" if compress else "w") as archive:
        for name, content in members:
            member = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def zipped(*members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def contents(packed, **options):
    with unpacked(io.BytesIO(packed), **options) as files:
        return {path: files.read(path) for path in files.paths}


@pytest.mark.parametrize("pack", [tar, zipped, lambda *members: tar(*members, compress=False)])
def test_wanted_files_come_out_of_every_kind_of_archive(pack):
    packed = pack(("course/a.txt", b"A"), ("course/b.jpg", b"B"), ("course/sub/c d.txt", b"C"))

    assert contents(packed, wanted=lambda path: path.endswith(".txt")) == {
        "course/a.txt": b"A",
        "course/sub/c d.txt": b"C",
    }


@pytest.mark.parametrize("pack", [tar, zipped])
def test_paths_that_lead_out_are_refused_and_the_others_still_come(pack):
    packed = pack(("../evil.txt", b"x"), ("/etc/evil.txt", b"x"), ("a/../../evil.txt", b"x"), ("./good.txt", b"g"))

    with unpacked(io.BytesIO(packed)) as files:
        assert files.paths == ["good.txt"]
        assert sorted(files.refused) == ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt"]


def test_links_and_devices_are_refused():
    link, hard, device = tarfile.TarInfo("link"), tarfile.TarInfo("hard"), tarfile.TarInfo("device")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "good.txt"
    device.type = tarfile.CHRTYPE

    with unpacked(io.BytesIO(tar(("good.txt", b"g"), (link, b""), (hard, b""), (device, b"")))) as files:
        assert files.paths == ["good.txt"]
        assert files.refused == ("link", "hard", "device")


def test_what_systems_leave_behind_is_left_out():
    packed = tar(("._course", b"x"), ("course/.git/HEAD", b"x"), ("__MACOSX/a.txt", b"x"), ("course/a.txt", b"A"))

    assert list(contents(packed)) == ["course/a.txt"]


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(tar(("zeros.txt", bytes(5_000_000))), id="tar"),
        pytest.param(zipped(("zeros.txt", bytes(5_000_000))), id="zip"),
    ],
)
def test_a_bomb_is_stopped_while_it_goes_off(bomb):
    with pytest.raises(BadArchive, match="bomb"):
        contents(bomb, limits=Limits(growth_counts_from=1_000_000))


def test_too_many_files_are_refused():
    many = [(f"{number}.txt", b"x") for number in range(12)]

    for packed in (tar(*many), zipped(*many)):
        with pytest.raises(BadArchive, match="more than 10 files"):
            contents(packed, limits=Limits(most_files=10))


def test_a_file_that_is_too_large_stands_alone():
    with unpacked(io.BytesIO(tar(("big.txt", b"xx"), ("a.txt", b"A"))), limits=Limits(most_file_bytes=1)) as files:
        assert files.paths == ["a.txt"]
        assert "too many" in files.damaged["big.txt"]


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(tar(("a.txt", b"A" * 5000))[:-60], id="cut off"),
        pytest.param(b"<html>Sign in</html>" * 50, id="a page"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="half a zip"),
        pytest.param(gzip.compress(b"not a tar " * 200), id="gzip of something else"),
    ],
)
def test_what_is_damaged_or_no_archive_is_no_archive(packed):
    with pytest.raises(BadArchive):
        contents(packed)


def test_one_damaged_file_of_a_zip_does_not_spoil_the_others():
    packed = bytearray(zipped(("a.txt", b"A"), ("b.txt", b"B" * 50)))
    place = packed.index(b"b.txt") + len("b.txt")
    packed[place + 1] ^= 0xFF

    with unpacked(io.BytesIO(bytes(packed))) as files:
        assert files.paths == ["a.txt"]
        assert "damaged" in files.damaged["b.txt"]


def test_an_archive_of_a_version_that_nobody_can_read_is_refused_in_words():
    packed = bytearray(zipped(("a.txt", b"A")))
    packed[packed.rindex(b"PK\x01\x02") + 6] = 99  # the version that is needed stands six bytes on

    with (
        pytest.raises(BadArchive, match=r"list of contents is damaged: zip file version 9\.9"),
        unpacked(io.BytesIO(bytes(packed))),
    ):
        pass


def test_a_file_packed_in_an_unknown_way_does_not_spoil_the_others():
    packed = bytearray(zipped(("a.txt", b"A"), ("b.txt", b"B" * 50)))
    place = packed.rindex(b"PK\x01\x02")  # of b.txt in the list of contents; its method stands ten bytes on
    packed[place + 10] = 99

    with unpacked(io.BytesIO(bytes(packed))) as files:
        assert files.paths == ["a.txt"]
        assert "b.txt" in files.damaged


@shared.needs_shared
def test_real_exports_are_read():
    def documents(name):
        with (OLX / name).open("rb") as file, unpacked(file) as files:
            return len(files.paths), files.refused

    assert documents("course-v1:MITxT+8.01.3x+3T2022.tar.gz") == (17, ())
    assert documents("content-devops-0001.tar.gz") == (99, ())
    assert documents("exported_courses_12345.tar.gz") == (1, ())
    assert documents("empty.tar.gz") == (0, ())
