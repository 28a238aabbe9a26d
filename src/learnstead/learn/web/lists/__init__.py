"""Pages of lists: a learner's own, shared ones, and those that editors put together."""
