"""``learnstead video captions``."""

import json

import pytest
from click.testing import CliRunner

from learnstead.config.cli import cli
from learnstead.config.cli import video_captions as _registers_the_command  # noqa: F401 - as main() does
from learnstead.kernel.caption_files import BadCaptions
from learnstead.people.models import User
from tests.video import filmed


@pytest.mark.django_db
def test_captions_are_listed_and_brought(tmp_path):
    film = filmed.video(User.objects.create_user("ada", password="tides"))
    asked = ["video", "captions", film.hexkey]
    assert CliRunner().invoke(cli, asked).output == "no captions\n"
    file = tmp_path / "talk.srt"
    file.write_text("1\n0:00:02,0 --> 0:00:01,0\nHi\n")
    said = CliRunner().invoke(cli, [*asked, str(file), "--language", "pt_br"]).output
    assert said == ("pt-BR       revision 1  upload   talk.srt\nmended: line 2: it ended before it began\n")
    row = json.loads(CliRunner().invoke(cli, [*asked, "--json"]).output)
    assert row["captions"] == [
        {"language": "pt-BR", "name": "Brazilian Portuguese", "revision": 1, "origin": "upload", "file": "talk.srt"}
    ]
    file.write_text("Hi")
    assert isinstance(CliRunner().invoke(cli, [*asked, str(file)]).exception, BadCaptions)
