"""Hugo, the static site generator, run as a program."""

from learnstead.adapters.hugo.binary import find_hugo
from learnstead.adapters.hugo.builder import HugoBuilder

__all__ = ["HugoBuilder", "find_hugo"]
