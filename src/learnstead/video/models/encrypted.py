"""Texts that lie encrypted in the database, so that a copy of it gives nothing away."""

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

PURPOSE = b"learnstead.video.encrypted"


class EncryptedTextField(models.TextField):
    """A text, encrypted with a key that is made from the installation's secret key.

    After that secret was changed it reads as empty: it has to be entered again.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt."""
        return _fernet(settings.SECRET_KEY).encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        """Decrypt."""
        try:
            return _fernet(settings.SECRET_KEY).decrypt((value or "").encode()).decode() if value else ""
        except InvalidToken:
            return ""


@lru_cache(maxsize=2)
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
