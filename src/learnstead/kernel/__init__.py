"""What every part may use: plain Python, no framework, no vendor."""
