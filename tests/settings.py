"""The product's own settings, in the tests' own installation."""

import os

from tests import installation

os.environ.update(installation.environment())

from learnstead.config.settings import *  # noqa: F403 - they read the environment that was just set

# The real hasher is slow on purpose; tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What a test has just changed must show.
PAGES_REMEMBERED_SECONDS = 0
