"""One recipient stanza of an age header, and the two roles that write and read it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final, Protocol

from comity.seal.errors import SealError

FILE_KEY_SIZE: Final = 16
WRAPPED_SIZE: Final = FILE_KEY_SIZE + 16
COLUMNS: Final = 64


@dataclass(frozen=True, slots=True)
class Stanza:
    """The arguments (the first is the type) and the decoded body of one stanza."""

    arguments: tuple[str, ...]
    body: bytes

    @property
    def type(self) -> str:
        """The kind of recipient, such as `X25519`; unknown ones are passed over."""
        return self.arguments[0]

    def encode(self) -> bytes:
        """Return the stanza's lines; the last body line is shorter than 64 columns, even if empty."""
        text = encode_raw(self.body)
        lines = [text[at : at + COLUMNS] for at in range(0, len(text) + 1, COLUMNS)]
        return "\n".join(["-> " + " ".join(self.arguments), *lines, ""]).encode("ascii")


class Recipient(Protocol):
    """A party a file can be sealed to."""

    @property
    def post_quantum(self) -> bool:
        """Whether a later quantum computer cannot undo it."""

    @property
    def alone(self) -> bool:
        """Whether its stanza must be the only one of a header."""

    def wrap(self, file_key: bytes) -> Stanza:
        """Return a fresh stanza that carries `file_key` (16 bytes)."""


class Identity(Protocol):
    """A secret that opens what was sealed to its recipient."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the file key, or None where the stanza is for somebody else.

        Raises SealError `E_AGE_HEADER` where the stanza is of this kind and malformed.
        """


def encode_raw(data: bytes) -> str:
    """Return Base64 without padding."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def decode_raw(text: str | bytes) -> bytes:
    """Return what unpadded, canonical Base64 stands for; SealError `E_AGE_HEADER` for anything else."""
    raw = text.encode("ascii") if isinstance(text, str) else text
    try:
        data = binascii.a2b_base64(raw + b"=" * (-len(raw) % 4), strict_mode=True)
    except binascii.Error:
        raise SealError("E_AGE_HEADER", "not unpadded Base64") from None
    if encode_raw(data).encode() != raw:
        raise SealError("E_AGE_HEADER", "not canonical Base64")
    return data


def check_shape(stanza: Stanza, arguments: int) -> None:
    """Demand the number of arguments and, against partitioning oracles, the exact size of the body."""
    if len(stanza.arguments) != arguments:
        raise SealError("E_AGE_HEADER", f"a stanza {stanza.type} has {arguments} arguments")
    if len(stanza.body) != WRAPPED_SIZE:
        raise SealError("E_AGE_HEADER", f"the body of a stanza {stanza.type} has {WRAPPED_SIZE} bytes")
