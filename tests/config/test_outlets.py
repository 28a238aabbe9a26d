"""Services elsewhere are off until all that belongs to one is set."""

import pytest

from learnstead.config.outlets import MEDIACONVERT, YOUTUBE, BadOutlet, Outlets


def test_nothing_is_on_by_itself(tmp_path):
    outlets = Outlets.of({})
    assert (outlets.mediaconvert, outlets.youtube(), outlets.caption_vendor()) == (None, None, None)
    assert (outlets.sns_topics, outlets.sns_secret, outlets.youtube_hourly) == ((), "", 4)


@pytest.mark.parametrize("names", [MEDIACONVERT, YOUTUBE])
def test_half_a_service_is_a_mistake_that_names_the_other_half(names):
    with pytest.raises(BadOutlet, match=f"set {names[1]}, {names[2]} too"):
        Outlets.of({names[0]: "value"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEARNSTEAD_SNS_SECRET", "short"),
        ("LEARNSTEAD_3PLAY_LANGUAGES", "en"),
        ("LEARNSTEAD_YOUTUBE_UPLOADS_PER_HOUR", "0"),
    ],
)
def test_a_setting_that_cannot_be_right_is_refused(name, value):
    with pytest.raises(BadOutlet, match=name):
        Outlets.of({name: value})


def test_secrets_are_not_shown():
    outlets = Outlets.of(
        {"LEARNSTEAD_3PLAY_KEY": "hush", "LEARNSTEAD_SNS_SECRET": "s" * 40, **dict.fromkeys(YOUTUBE, "y")}
    )
    assert outlets.caption_vendor()
    assert outlets.youtube()
    assert "hush" not in repr(outlets)
