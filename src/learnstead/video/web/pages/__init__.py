"""Pages about collections and videos, and what other programs read of them."""
