"""Webhooks we send."""
