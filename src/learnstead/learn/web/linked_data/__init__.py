"""Pages for machines: what they show in the words of schema.org, as JSON-LD."""
