"""Mail: to a server that speaks SMTP, or into a folder."""
