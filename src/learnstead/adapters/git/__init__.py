"""Git repositories, by libgit2."""
