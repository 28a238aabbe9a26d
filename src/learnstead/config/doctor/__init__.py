"""``learnstead doctor``: what is configured, what is missing, what is unsafe, and what to do about each."""
