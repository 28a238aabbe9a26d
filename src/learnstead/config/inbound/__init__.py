"""Webhooks from outside that speak to the data platform: what changed, where, and what to read again."""
