"""What we ask of the outside world: small Protocols and their value types."""
