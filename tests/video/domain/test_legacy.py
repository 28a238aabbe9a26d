"""Old addresses are read from a list as TechTV had them, and lead to the videos; a wrong line saves nothing."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli import video_legacy as _registers_the_command  # noqa: F401 - as main() does
from learnstead.video.domain import legacy
from learnstead.video.domain.legacy import BadList, Old
from learnstead.video.models import LegacyAddress
from tests.video.cast import collection, person, video

pytestmark = pytest.mark.django_db


@pytest.fixture
def tides():
    return video(collection(person("ada")), is_public=True)


@pytest.fixture
def run(tmp_path):
    def ran(text, *options):
        file = tmp_path / "old.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CliRunner().invoke(cli, ["video", "legacy", str(file), *options])

    return ran


def problems(done) -> list[str]:
    assert isinstance(done.exception, BadList), done.exception
    return list(done.exception.problems)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("4711", Old(4711)),
        (" https://techtv.example.edu/videos/4711-the-river ", Old(4711)),
        ("http://techtv.example.edu/collections/rivers:99/videos/4711-the-river", Old(4711)),
        ("/videos/4711/download", Old(4711)),
        ("/embeds/4711?size=large", Old(4711)),
        ("/videos/abc-def/private", Old(token="abc-def")),
        ("/videos/", None),
        ("/videos/rivers", None),
        ("/videos/12345678901", None),
        ("", None),
    ],
)
def test_an_address_is_known_by_its_number_or_its_token(address, wanted):
    assert legacy.read(address) == wanted


def test_old_addresses_lead_for_good_to_where_videos_are_now(client, tides, run):
    rows = [
        "\ufeffaddress,video,title",
        f"https://techtv.example.edu/videos/4711-the-river,{tides.hexkey},River",
        f'/videos/abc-def/private,{tides.key},"River, again"',
        f"12,{tides.hexkey}",
    ]
    assert run("\r\n".join(rows), "--dry-run").output == "3 new, 0 moved, 0 same (nothing was saved)\n"
    assert not LegacyAddress.objects.exists()
    assert json.loads(run("\r\n".join(rows), "--json").output) == {"new": 3, "moved": 0, "same": 0}
    assert run("\n".join(rows)).output == "0 new, 0 moved, 3 same\n"
    for old, new in (("4711-x", ""), ("4711/download", "download"), ("abc-def/private", ""), ("12", "")):
        answer = client.get(f"/videos/{old}")
        assert (answer.status_code, answer["Location"]) == (301, f"/videos/{tides.hexkey}/{new}")
    assert client.get("/embeds/12")["Location"] == f"/videos/{tides.hexkey}/embed/"


def test_what_is_wrong_is_told_by_line_and_nothing_is_saved(tides, run):
    other = video(tides.collection)
    rows = [
        "address,video",
        f"/videos/1,{tides.hexkey}",
        f"/course/2,{tides.hexkey}",
        "/videos/3,River",
        f"/videos/4,{'0' * 32}",
        f"/videos/1-again,{other.hexkey}",
        "/videos/5",
    ]
    assert problems(run("\n".join(rows))) == [
        "line 3: '/course/2' is no address of a video in TechTV",
        "line 4: 'River' is no key of a video",
        f"line 5: there is no video {'0' * 32}; 'learnstead video list' shows their keys",
        "line 6: /videos/1 leads to another video in line 2",
        "line 7: '' is no key of a video",
    ]
    assert not LegacyAddress.objects.exists()
    assert "video are missing" in problems(run("address;video\n1;2"))[0]
    assert "no CSV file" in problems(run(b"address,video\n\xff\xfe,1"))[0]
    many = run("address,video\n" + "x,y\n" * 30)
    assert len(problems(many)) == 30
    assert str(many.exception).endswith("and 10 more")


def test_an_address_moves_only_when_it_is_told_to(tides, run):
    other = video(tides.collection)
    LegacyAddress.objects.create(number=7, token="abc", video=tides)
    assert (
        run(f"address,video\n7,{tides.hexkey}\n/videos/abc/private,{tides.hexkey}").output == "0 new, 0 moved, 2 same\n"
    )
    moving = f"address,video\n7,{other.hexkey}"
    assert problems(run(moving)) == [
        f"line 2: /videos/7 leads to {tides.hexkey} already; --move lets it lead elsewhere"
    ]
    assert run(moving, "--move").output == "0 new, 1 moved, 0 same\n"
    assert LegacyAddress.objects.get().video == other
