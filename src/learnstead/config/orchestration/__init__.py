"""Dagster's view of the ingestion: assets, checks, freshness and schedules, made from the sources' declarations."""
