"""Models that answer: one that repeats what it was given, and any that speaks OpenAI's protocol."""
