"""``learnstead media``: what nginx needs, and taking a grant back."""

from click.testing import CliRunner
from django.conf import settings

from learnstead.config.cli.media import media
from learnstead.ports.services import services


def test_nginx_gets_the_key_and_the_folder_of_this_installation():
    said = CliRunner().invoke(media, ["nginx", "--upstream", "http://127.0.0.1:9000"])
    assert said.exit_code == 0
    assert settings.CONFIG.delivery.keys[0] in said.output
    assert f"alias {settings.CONFIG.objects}/video/delivery/" in said.output
    assert "proxy_pass http://127.0.0.1:9000;" in said.output


def test_a_grant_is_taken_back_by_its_name():
    grant = "0123456789abcdef"
    assert CliRunner().invoke(media, ["revoke", grant]).stdout == f"{grant} is refused from now on\n"
    assert services().objects.info(f"video/revoked/{grant}").size > 0
    services().objects.delete(f"video/revoked/{grant}")
