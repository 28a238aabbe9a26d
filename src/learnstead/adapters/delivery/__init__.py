"""Signers of addresses for the bytes of a video."""
