"""Captions: brought, edited, spoken by a program, found in, and laid beside the film."""
