"""What players ask for while they play."""
