"""A hex string is read as pyHanko reads it, whatever stands there, and no letter is read digit by digit."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc

from comity.seal.pades import hexstrings
from tests.builders.packages import a_letter
from tests.seal.pades.letters import verified

DIGITS = st.text("0123456789abcdefABCDEF", max_size=60).map(str.encode)
ODD = st.lists(st.sampled_from([b"0", b"fF", b"7", b" ", b"\n", b"\x00", b"%x\n", b"%", b"g", b"<", b"/", b">"]))


def outcome(read: Any, raw: bytes, at: int) -> tuple[Any, ...]:
    stream = io.BytesIO(raw)
    stream.seek(at)
    try:
        value = read(stream)
    except misc.PdfError as error:
        return type(error), str(error)
    return type(value), value, stream.tell()


@given(DIGITS | ODD.map(b"".join), st.binary(max_size=4), st.sampled_from([b">", b">>", b"", b" >x"]))
def test_any_string_is_read_as_pyhanko_reads_it(inside: bytes, before: bytes, after: bytes):
    raw = before + b"<" + inside + after
    ours = outcome(hexstrings.read_hex_string, raw, len(before))
    assert ours == outcome(hexstrings._one_by_one, raw, len(before))


def test_stream_can_be_written_after_a_string_was_read():
    stream = io.BytesIO(b"<00ff>")
    assert hexstrings.read_hex_string(stream) == b"\x00\xff"
    assert stream.write(b" more than there was") == 20


class Counted(io.BytesIO):
    """Counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def test_signature_of_a_letter_is_not_read_digit_by_digit():
    assert generic.read_hex_string_from_stream is hexstrings.read_hex_string
    assert len(verified(a_letter()).signers) == 2
    stream = Counted(b"<" + b"0f" * 30_000 + b">")
    assert hexstrings.read_hex_string(stream) == b"\x0f" * 30_000
    assert stream.reads < 100
