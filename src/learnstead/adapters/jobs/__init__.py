"""Jobs in PostgreSQL, by procrastinate."""
