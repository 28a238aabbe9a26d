"""Text extraction: with libraries in a process of ours, or by an Apache Tika server."""
