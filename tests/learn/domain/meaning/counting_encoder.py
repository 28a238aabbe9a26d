"""An encoder that remembers what it was sent, can be away, and may cost something."""

import hashlib

from learnstead.ports.encoder import EncoderUnavailable


class CountingEncoder:
    """A vector of eight numbers by the letters of a text; ``away_after`` texts it answers no more."""

    floor = 0.0

    def __init__(self, *, name="counting-1", daily_tokens=None, away_after=None):
        self.name, self.daily_tokens, self.away_after = name, daily_tokens, away_after
        self.sent = []

    @property
    def dimensions(self):
        return 8

    def encode(self, texts):
        if self.away_after is not None and len(self.sent) + len(texts) > self.away_after:
            raise EncoderUnavailable("the provider does not answer")
        self.sent += texts
        return [self._vector(text) for text in texts]

    def _vector(self, text):
        numbers = [byte + 1.0 for byte in hashlib.sha256(text.encode()).digest()[:8]]
        length = sum(number * number for number in numbers) ** 0.5
        return [number / length for number in numbers]
