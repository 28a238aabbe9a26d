"""Configuration comes from the environment and the install file, and says what is missing."""

import json

import pytest

from learnstead.config.configuration import BadConfig, load
from learnstead.kernel.errors import Terminal

COMPLETE = {
    "DATABASE_URL": "postgresql:///learnstead",
    "LEARNSTEAD_SECRET_KEY": "secret",
    "LEARNSTEAD_WEBHOOK_KEYS": "whsec_b25l whsec_dHdv",
}


def test_the_environment_is_enough(tmp_path):
    config = load(COMPLETE | {"LEARNSTEAD_DATA": str(tmp_path), "LEARNSTEAD_URL": "https://learn.example.org/"})
    assert config.data == tmp_path
    assert config.url == "https://learn.example.org"
    assert config.secure
    assert config.webhook_keys == ("whsec_b25l", "whsec_dHdv")
    assert config.allowed_hosts == ("learn.example.org", "127.0.0.1", "localhost")
    assert not config.debug


def test_what_up_wrote_is_used_and_the_environment_wins(tmp_path):
    installed = {"database_url": "postgresql:///a", "secret_key": "b", "webhook_keys": "whsec_Yw==", "url": "http://c"}
    (tmp_path / "install.json").write_text(json.dumps(installed))
    config = load({"LEARNSTEAD_DATA": str(tmp_path), "DATABASE_URL": "postgresql:///d"})
    assert (config.database_url, config.secret_key, config.url) == ("postgresql:///d", "b", "http://c")


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_a_missing_setting_is_named(tmp_path, missing):
    env = {name: value for name, value in COMPLETE.items() if name != missing}
    with pytest.raises(BadConfig, match=f"set {missing}"):
        load(env | {"LEARNSTEAD_DATA": str(tmp_path)})


def test_an_install_file_that_is_not_json_is_named(tmp_path):
    (tmp_path / "install.json").write_text("{")
    with pytest.raises(BadConfig, match=r"install\.json cannot be read"):
        load(COMPLETE | {"LEARNSTEAD_DATA": str(tmp_path)})


def test_an_address_without_a_host_is_refused(tmp_path):
    with pytest.raises(BadConfig, match="not an address"):
        load(COMPLETE | {"LEARNSTEAD_DATA": str(tmp_path), "LEARNSTEAD_URL": "learn"})


def test_an_identity_provider_is_configured_whole(tmp_path):
    env = COMPLETE | {
        "LEARNSTEAD_DATA": str(tmp_path),
        "LEARNSTEAD_OIDC_ISSUER": "https://id.example.org/realms/ours",
        "LEARNSTEAD_OIDC_CLIENT_ID": "learnstead",
        "LEARNSTEAD_OIDC_ADMIN_GROUPS": "/Admin, /People in charge",
    }
    provider = load(env).identity.provider
    assert provider.roles.admins == {"/Admin", "/People in charge"}
    assert load(COMPLETE | {"LEARNSTEAD_DATA": str(tmp_path)}).identity.provider is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LEARNSTEAD_OIDC_ISSUER", "http://id.example.org", "begins with https"),
        ("LEARNSTEAD_OIDC_CLIENT_ID", "", "CLIENT_ID must be"),
        ("LEARNSTEAD_OIDC_SCOPES", "email", "openid must be among them"),
    ],
)
def test_an_identity_provider_that_cannot_be_right_is_refused(tmp_path, name, value, words):
    env = COMPLETE | {
        "LEARNSTEAD_DATA": str(tmp_path),
        "LEARNSTEAD_OIDC_ISSUER": "https://id.example.org",
        "LEARNSTEAD_OIDC_CLIENT_ID": "learnstead",
    }
    with pytest.raises(Terminal, match=words):
        load(env | {name: value})
