"""Full-text search in a folder, by tantivy."""
