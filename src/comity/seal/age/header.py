"""The textual header of an age file: strict to read, capped in size, authenticated by the file key."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.seal.age.flow import Source, fill
from comity.seal.age.scrypt import SCRYPT, ScryptIdentity
from comity.seal.age.stanza import COLUMNS, Identity, Stanza, decode_raw, encode_raw
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION_LINE: Final = b"age-encryption.org/v1"
MAX_STANZAS: Final = 64
MAX_HEADER: Final = 128 * 1024
_BLOCK: Final = 4096
_MAC_SIZE: Final = 32
_ARGUMENTS: Final = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")


def derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """Return 32 bytes by HKDF-SHA-256."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


@dataclass(frozen=True, slots=True)
class Header:
    """The stanzas of a file, the bytes the code covers, and the code itself."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def open(self, identities: Sequence[Identity]) -> bytes:
        """Return the file key that the first fitting identity yields, once it has proved this header.

        Raises SealError: `E_AGE_HEADER` for a malformed stanza, `E_PASSPHRASE` where a passphrase did
        not fit, `E_AGE_NO_MATCH` where nothing did, `E_AGE_MAC` where the header was altered.
        """
        for identity in identities:
            for stanza in self.stanzas:
                file_key = identity.unwrap(stanza)
                if file_key is not None:
                    self._prove(file_key)
                    return file_key
        if self.stanzas[0].type == SCRYPT and any(isinstance(one, ScryptIdentity) for one in identities):
            raise SealError("E_PASSPHRASE", "the passphrase does not open this file")
        raise SealError("E_AGE_NO_MATCH", "no identity fits a stanza of this file")

    def _prove(self, file_key: bytes) -> None:
        if not hmac.compare_digest(_code(file_key, self.covered), self.mac):
            raise SealError("E_AGE_MAC", "the header's code is wrong")


def _code(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(derive(file_key, b"", b"header"), covered, "sha256")


def write_header(file_key: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """Return the whole header, with its code and final newline."""
    covered = VERSION_LINE + b"\n" + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    return covered + b" " + encode_raw(_code(file_key, covered)).encode() + b"\n"


class _Lines:
    """Lines ended by LF out of a source, at most `MAX_HEADER` bytes; what was read beyond is kept."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._held = bytearray()
        self._at = 0

    def next(self) -> bytes:
        searched = self._at
        while (end := self._held.find(b"\n", searched)) < 0:
            searched = len(self._held)
            if searched >= MAX_HEADER:
                raise SealError("E_AGE_HEADER", f"the header is longer than {MAX_HEADER} bytes")
            block = bytearray(_BLOCK)
            got = fill(self._source, memoryview(block))
            if not got:
                raise SealError("E_AGE_HEADER", "the file ends inside its header")
            self._held += block[:got]
        line = bytes(self._held[self._at : end])
        self._at = end + 1
        return line

    @property
    def taken(self) -> bytes:
        return bytes(self._held[: self._at])

    @property
    def rest(self) -> bytes:
        return bytes(self._held[self._at :])


def read_header(source: Source) -> tuple[Header, bytes]:
    """Read a header; return it and the bytes read beyond it, which belong to the payload.

    Raises SealError `E_AGE_HEADER` for anything the format's grammar does not allow, more than 64
    stanzas, more than 128 KiB, or a passphrase stanza beside another.
    """
    lines = _Lines(source)
    if lines.next() != VERSION_LINE:
        raise SealError("E_AGE_HEADER", "not an age file of version 1")
    stanzas: list[Stanza] = []
    while not (line := lines.next()).startswith(b"---"):
        if len(stanzas) == MAX_STANZAS:
            raise SealError("E_AGE_HEADER", f"more than {MAX_STANZAS} stanzas")
        stanzas.append(_read_stanza(line, lines))
    if not stanzas or line[3:4] != b" ":
        raise SealError("E_AGE_HEADER", "the header's last line is malformed")
    if len(stanzas) > 1 and any(stanza.type == SCRYPT for stanza in stanzas):
        raise SealError("E_AGE_HEADER", "a passphrase stanza stands alone")
    mac = decode_raw(line[4:])
    if len(mac) != _MAC_SIZE:
        raise SealError("E_AGE_HEADER", "the header's code has the wrong size")
    return Header(tuple(stanzas), lines.taken[: -len(line) - 1] + b"---", mac), lines.rest


def _read_stanza(first: bytes, lines: _Lines) -> Stanza:
    match = _ARGUMENTS.fullmatch(first)
    if not match:
        raise SealError("E_AGE_HEADER", "a stanza's first line is malformed")
    body = bytearray()
    while True:
        line = lines.next()
        if len(line) > COLUMNS:
            raise SealError("E_AGE_HEADER", "a stanza's body line is too long")
        body += decode_raw(line)
        if len(line) < COLUMNS:
            return Stanza(tuple(match[1].decode("ascii").split(" ")), bytes(body))
