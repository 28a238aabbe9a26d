"""Encoders: one that learns from our own texts, a sentence model on this machine, and providers over HTTP."""
