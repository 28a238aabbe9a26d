"""One file for each source: its declaration, how to fetch it, and what its payloads mean."""
