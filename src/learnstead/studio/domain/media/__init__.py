"""Uploaded files: looked into before they are kept, and given an entry of their own."""

from learnstead.studio.domain.media.refusals import UploadRefused
from learnstead.studio.domain.media.storing import keep, key_of, safe_name
from learnstead.studio.domain.media.uploading import upload

__all__ = ["UploadRefused", "keep", "key_of", "safe_name", "upload"]
