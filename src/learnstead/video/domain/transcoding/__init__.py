"""From an original to what is played: planned, done in pieces by whoever has time, published in one move."""
