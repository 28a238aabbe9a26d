"""Every story that crosses contexts, one file each, read top to bottom."""
