"""Drills: what a source answered last, served again with a fault in it, to see what learners would notice."""
