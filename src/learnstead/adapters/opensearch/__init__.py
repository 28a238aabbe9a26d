"""Full-text search by OpenSearch, for catalogues that outgrow one machine."""
