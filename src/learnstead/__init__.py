"""Learnstead: write courses, publish them, film them, gather what is worth learning, and find it again."""

__version__ = "0.1.0"
