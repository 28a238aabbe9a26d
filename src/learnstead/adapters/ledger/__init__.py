"""The ledger of ingestion: in PostgreSQL, and in memory for rehearsals."""
