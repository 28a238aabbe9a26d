"""Pages and addresses of video."""
