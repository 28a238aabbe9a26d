"""Video's jobs."""
