"""Learn: one catalogue of everything worth learning, its pages and its search."""
