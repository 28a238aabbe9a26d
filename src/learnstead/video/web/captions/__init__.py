"""Pages on which captions and chapters are brought, edited and taken away."""
