"""The guard: compares what a run brought with what was good last, scope by scope, and holds what cannot be right."""
