"""Who watches what, counted by ourselves and of nobody in particular."""
