"""Pages about what a learner follows, wants, and might like."""
