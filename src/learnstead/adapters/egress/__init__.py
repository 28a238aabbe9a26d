"""Requests to the outside world over HTTP."""
