"""The data platform: sources, guarded ingestion, releases. No Django in here."""
