"""Remembers webhook messages in PostgreSQL."""
