"""Hex strings of a PDF, read at once.

A signature stands in a PDF as a string of some 24,000 hex digits. pyHanko reads one digit after the other, which took
half of the time in which a letter is checked. Here a string of digits alone is found as a whole; whatever else stands
between `<` and `>`, blanks and comments among it, is left to pyHanko's own reader.
"""

from __future__ import annotations

import binascii
import io
import re
from typing import IO

from pyhanko.pdf_utils import generic

_DIGITS = re.compile(rb"<([0-9A-Fa-f]*)>")
_one_by_one = generic.read_hex_string_from_stream


def read_hex_string(stream: IO[bytes]) -> generic.ByteStringObject | generic.TextStringObject:
    """Return the hex string that begins at the place of the stream, and leave the stream behind it.

    Raises:
        pyHanko's errors for a string that is none.
    """
    found = _digits(stream) if isinstance(stream, io.BytesIO) else None
    if found is None:
        return _one_by_one(stream)
    stream.seek(len(found) + 2, io.SEEK_CUR)
    return generic.pdf_string(binascii.unhexlify(found + b"0" * (len(found) % 2)))


def _digits(stream: io.BytesIO) -> bytes | None:
    """Return the digits between the brackets, or None where anything else stands there."""
    with stream.getbuffer() as everything:
        found = _DIGITS.match(everything, stream.tell())
        digits = None if found is None else bytes(found[1])
        del found  # it holds on to the buffer
    return digits
