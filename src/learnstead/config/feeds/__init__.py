"""The demo's outside world: sample payloads of every source, served at their real hosts and paths."""
