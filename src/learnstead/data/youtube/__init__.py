"""What YouTube says about channels, playlists and videos, beyond what one file can hold."""
