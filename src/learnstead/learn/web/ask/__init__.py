"""The assistant's pages and streams."""
