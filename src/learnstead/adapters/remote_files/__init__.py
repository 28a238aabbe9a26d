"""Files that lie at somebody else's: behind an address, or a shared link of Dropbox."""
