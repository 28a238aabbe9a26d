"""What learning platforms, and browsers they send, ask of us."""
