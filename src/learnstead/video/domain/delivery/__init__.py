"""Who gets addresses of a video's bytes, and when the bytes of a revision go."""
