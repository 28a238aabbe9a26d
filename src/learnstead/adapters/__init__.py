"""One package for each outside system: the only place that imports a vendor's SDK."""
