"""``python -m learnstead`` is the ``learnstead`` command."""

from learnstead.config.cli import main

if __name__ == "__main__":
    main()
