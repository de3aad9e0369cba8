"""Tokens: how one looks, and what is kept of it. Pure."""

from __future__ import annotations

import re
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

PREFIX: Final = "comity_"  # so that a token left in a file is found by those who look for such things
_BYTES: Final = 32
_TOKEN: Final = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def new_token() -> str:
    """Return a token of 256 random bits."""
    return PREFIX + token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a token. A plain digest is enough: there is nothing to guess in 256 random bits."""
    return sha256(b"comity program\x00" + token.encode("utf-8", "replace")).hexdigest()


def is_token(text: str) -> bool:
    """Return whether a text has the form of a token; others are not looked up."""
    return _TOKEN.fullmatch(text) is not None
