"""Where videos go besides our own pages, and what comes back from there."""
