"""Whisper as a program: OpenAI's, whisper-ctranslate2, which takes the same options, and whisper.cpp's whisper-cli."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from learnstead.adapters.ffmpeg.binary import find_ffmpeg
from learnstead.ports.captioning import CannotListen

# The best first.
PROGRAMS = ("whisper-ctranslate2", "whisper", "whisper-cli")
CPP = "whisper-cli"
LONGEST = 12 * 3600
LAST_WORDS = 600


def find_whisper(named: str = "") -> Path | None:
    """The program called ``named``, or the first on PATH that we know; None when there is none."""
    if named:
        found = shutil.which(named)
        if found is None:
            raise CannotListen(f"LEARNSTEAD_SPEECH names {named!r}, which is no program here; install it or unset it.")
        return Path(found)
    return next((Path(found) for name in PROGRAMS if (found := shutil.which(name))), None)


class WhisperWriter:
    """Gives the program the sound as it likes it, 16 kHz and one channel, and takes its WebVTT."""

    def __init__(self, program: Path, *, model: str, ffmpeg: Path | None = None, scratch: Path) -> None:
        self._program, self._model, self._ffmpeg, self._scratch = program, model, ffmpeg, scratch
        self.name = f"{program.name} ({Path(model).name})"

    def captions(self, recording: Path, *, language: str) -> bytes:
        """See ``ports.captioning``."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._scratch, prefix="speech-") as name:
            folder = Path(name)
            sound = folder / "sound.wav"
            form = ("-vn", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le")
            quiet = ("-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file,pipe")
            self._run([find_ffmpeg(self._ffmpeg), *quiet, "-i", recording, *form, sound], folder, "no sound was found")
            # Programs know languages without their regions.
            self._run(self._command(sound, folder, language.split("-", maxsplit=1)[0]), folder, f"{self.name} failed")
            written = sorted(folder.glob("*.vtt"))
            if not written:
                raise CannotListen(f"{self.name} wrote nothing down; run it by hand on a recording to see why.")
            return written[0].read_bytes()

    def _command(self, sound: Path, folder: Path, language: str) -> list[str | Path]:
        if self._program.name == CPP:
            target = ("-ovtt", "-of", folder / "sound")
            return [self._program, "-m", self._model, "-f", sound, *target, "-l", language or "auto"]
        chosen = ("--language", language) if language else ()
        where = ("--output_format", "vtt", "--output_dir", folder)
        return [self._program, sound, "--model", self._model, *where, "--verbose", "False", *chosen]

    def _run(self, command: list[str | Path], folder: Path, failed: str) -> None:
        try:
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise CannotListen(f"{failed}: {problem}") from problem
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()[-LAST_WORDS:]
            raise CannotListen(f"{failed}: {words or f'exit code {done.returncode}'}")
