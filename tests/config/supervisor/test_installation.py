import json
import os
import stat
from pathlib import Path

import pytest

from learnstead.config.configuration import load
from learnstead.config.places import BadConfig
from learnstead.config.supervisor.installation import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    return installation


def test_secrets_are_made_once(installation: Installation) -> None:
    again = Installation(installation.data)
    again.prepare()
    assert again.settings == installation.settings
    assert len(again.settings["secret_key"]) >= 50


def test_each_installation_has_its_own(installation: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    other.prepare()
    assert other.settings["demo_password"] != installation.settings["demo_password"]


def test_only_the_owner_can_read_the_secrets(installation: Installation) -> None:
    assert stat.S_IMODE(installation.path.stat().st_mode) == 0o600


def test_others_can_neither_list_nor_write_the_data_folder(installation: Installation) -> None:
    expected = 0o711 if os.geteuid() == 0 else 0o700
    assert stat.S_IMODE(installation.data.stat().st_mode) == expected


def test_the_mode_of_a_folder_that_was_there_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Installation(tmp_path).prepare()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_the_configuration_reads_what_was_made(installation: Installation) -> None:
    installation.update(database_url="postgresql:///x", url="http://127.0.0.1:8001")
    config = load({"LEARNSTEAD_DATA": str(installation.data)})
    assert config.secret_key == installation.settings["secret_key"]
    assert config.url == "http://127.0.0.1:8001"


def test_a_broken_file_is_not_replaced_by_new_secrets(installation: Installation) -> None:
    installation.path.write_text("{ half")
    with pytest.raises(BadConfig, match=r"install\.json: .*restore it from a backup or move it away"):
        Installation(installation.data).prepare()
    assert installation.path.read_text() == "{ half"


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(BadConfig, match="is not a folder"):
        Installation(tmp_path / "data").prepare()


def test_settings_are_remembered_whole(installation: Installation) -> None:
    installation.update(accounts=[["ada", "author"]])
    assert json.loads(installation.path.read_text())["accounts"] == [["ada", "author"]]
