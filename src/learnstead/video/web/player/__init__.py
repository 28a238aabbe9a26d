"""The player: what it is told, and what it tells."""
