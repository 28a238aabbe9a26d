"""Programs on this machine that write down what is said: Whisper, its relatives, and whisper.cpp."""

from learnstead.adapters.speech.whisper import WhisperWriter, find_whisper

__all__ = ["WhisperWriter", "find_whisper"]
