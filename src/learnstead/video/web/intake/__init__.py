"""Files on their way in, as pages and as the tus protocol."""
