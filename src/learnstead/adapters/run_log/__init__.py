"""The run log in PostgreSQL."""
