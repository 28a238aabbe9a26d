"""Which program writes down what is said in videos, if any is installed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learnstead.adapters.speech import WhisperWriter, find_whisper
from learnstead.ports.captioning import SpeechWriter

OFF = "off"
USUAL_MODEL = "small"


@dataclass(frozen=True)
class SpeechSettings:
    """``program`` is a name or path, ``off``, or empty for whichever is found."""

    program: str = ""
    model: str = USUAL_MODEL

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "SpeechSettings":
        """From ``LEARNSTEAD_SPEECH`` and ``LEARNSTEAD_SPEECH_MODEL``."""
        return cls(env.get("LEARNSTEAD_SPEECH", ""), env.get("LEARNSTEAD_SPEECH_MODEL") or USUAL_MODEL)

    def writer(self, *, ffmpeg: Path | None, scratch: Path) -> SpeechWriter | None:
        """The program, ready; None when there is none or none is wanted."""
        program = None if self.program == OFF else find_whisper(self.program)
        return WhisperWriter(program, model=self.model, ffmpeg=ffmpeg, scratch=scratch) if program else None
