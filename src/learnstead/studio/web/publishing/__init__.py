"""Pages for publishing: asking, watching, going back, taking away."""
