"""Uploaded files: looked into before they are kept."""
