"""Programs that listen, played by small programs that take the same options."""

import sys
from pathlib import Path

import pytest

from learnstead.adapters.speech import WhisperWriter, find_whisper
from learnstead.config.speech import SpeechSettings
from learnstead.ports.captioning import CannotListen
from tests.video.clips import clip

ENGINE = f"""#!{sys.executable}
import pathlib, sys, wave
said = sys.argv[1:]
if "broken" in said:
    sys.exit("the model is not here")
sound = next(one for one in said if one.endswith(".wav"))
with wave.open(sound) as heard:
    rate, seconds = heard.getframerate(), heard.getnframes() // heard.getframerate()
    form = f"{{rate}} Hz, {{heard.getnchannels()}} channel, {{seconds}} s"
language = said[said.index("--language" if "--language" in said else "-l") + 1]
out = said[said.index("-of") + 1] if "-of" in said else said[said.index("--output_dir") + 1] + "/sound"
if "mute" not in said:
    pathlib.Path(out + ".vtt").write_text(f"WEBVTT\\n\\n00:00.000 --> 00:02.000\\n{{form}}, {{language}}\\n")
"""


@pytest.fixture(params=["whisper", "whisper-cli"])
def engine(request, tmp_path: Path) -> Path:
    program = tmp_path / request.param
    program.write_text(ENGINE)
    program.chmod(0o755)
    return program


def writer(engine: Path, tmp_path: Path, model: str = "small") -> WhisperWriter:
    return WhisperWriter(engine, model=model, scratch=tmp_path / "work")


def test_the_sound_is_given_as_it_is_liked_and_what_was_heard_comes_back(engine, tmp_path):
    heard = writer(engine, tmp_path).captions(clip("plain"), language="en-GB")
    assert heard == b"WEBVTT\n\n00:00.000 --> 00:02.000\n16000 Hz, 1 channel, 4 s, en\n"
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("model", "kind", "why"),
    [
        ("broken", "plain", "failed: the model is not here"),
        ("mute", "plain", "wrote nothing down"),
        ("small", "silent", "no sound was found"),
    ],
)
def test_what_went_wrong_is_told(engine, tmp_path, model, kind, why):
    with pytest.raises(CannotListen, match=why):
        writer(engine, tmp_path, model).captions(clip(kind), language="en")


def test_a_program_is_used_when_it_is_there_and_wanted(engine, tmp_path):
    found = SpeechSettings(str(engine), "tiny").writer(ffmpeg=None, scratch=tmp_path)
    assert found is not None
    assert found.name == f"{engine.name} (tiny)"
    assert SpeechSettings("off").writer(ffmpeg=None, scratch=tmp_path) is None
    with pytest.raises(CannotListen, match="no program here"):
        find_whisper("no-such-program")
