"""Pages about videos elsewhere."""
