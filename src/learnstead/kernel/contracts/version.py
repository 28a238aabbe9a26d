"""The version of the contract."""

VERSION = 1
"""Raised when a reader of the old form would misunderstand the new."""
