"""The assistant: it looks passages up, has a model answer from them, and lets through only what they bear out."""
