"""Buckets of others: S3, or a folder in its place."""
