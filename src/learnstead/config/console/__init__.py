"""Staff pages under ``/data/``: what every source does, what is held and why, and where each record came from."""
