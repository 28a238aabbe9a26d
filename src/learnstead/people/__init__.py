"""Users, groups, roles and tokens: the one Django app that every context may use."""
