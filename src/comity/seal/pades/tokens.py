"""Hex strings and names of a PDF, read at once.

pyHanko reads one byte after the other. A signature stands in a PDF as a string of some 24,000 hex digits, and every
entry of a dictionary begins with a name: the ones took half of the time in which a letter is checked, the others a
quarter of what was left. Here a string of digits alone, and a name of plain characters alone, are found as a whole;
whatever else stands there, blanks, comments and escapes among it, is left to pyHanko's own readers.
"""

from __future__ import annotations

import binascii
import io
import re
from typing import IO

from pyhanko.pdf_utils import generic, misc

_DIGITS = re.compile(rb"<([0-9A-Fa-f]*)>")
_REGULAR = re.compile(rb"([^\x00\t\n\f\r ()<>\[\]{}/%]*)")
_PLAIN = re.compile(rb"""[!"$&'*+,\-.0-;=?-Z\\^-z|~]*""")  # printable, neither a delimiter nor an escape
_hex_one_by_one = generic.read_hex_string_from_stream
_regular_one_by_one = misc.read_until_delimiter
_decode_one_by_one = generic._decode_name  # noqa: SLF001 (what every name of a document goes through)


def read_hex_string(stream: IO[bytes]) -> generic.ByteStringObject | generic.TextStringObject:
    """Return the hex string that begins at the place of the stream, and leave the stream behind it.

    Raises:
        pyHanko's errors for a string that is none.
    """
    found = _found(_DIGITS, stream)
    if found is None:
        return _hex_one_by_one(stream)
    stream.seek(len(found) + 2, io.SEEK_CUR)
    return generic.pdf_string(binascii.unhexlify(found + b"0" * (len(found) % 2)))


def read_until_delimiter(stream: IO[bytes]) -> bytes:
    """Return what stands before the next blank or delimiter, or before the end, and leave the stream there."""
    found = _found(_REGULAR, stream)
    if found is None:
        return _regular_one_by_one(stream)
    stream.seek(len(found), io.SEEK_CUR)
    return found


def decode_name(raw: bytes) -> generic.NameObject:
    """Return the name that is written so, without its slash.

    Raises:
        pyHanko's errors for a name that is none.
    """
    return generic.NameObject(f"/{raw.decode('ascii')}") if _PLAIN.fullmatch(raw) else _decode_one_by_one(raw)


def _found(token: re.Pattern[bytes], stream: IO[bytes]) -> bytes | None:
    """Return what the pattern finds of the token at the place of the stream, or None where anything else stands."""
    if not isinstance(stream, io.BytesIO):
        return None
    with stream.getbuffer() as everything:
        match = token.match(everything, stream.tell())
        found = None if match is None else bytes(match[1])
        del match  # it holds on to the buffer
    return found
