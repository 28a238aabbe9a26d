"""Indexes of vectors: exact ones in memory and in our own database, and Qdrant."""
