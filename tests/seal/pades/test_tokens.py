"""A hex string and a name are read as pyHanko reads them, whatever stands there, and no letter byte by byte."""

from __future__ import annotations

import io
import tempfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, misc

from comity.seal.pades import tokens
from tests.builders.packages import a_letter
from tests.seal.pades.letters import verified

DIGITS = st.text("0123456789abcdefABCDEF", max_size=60).map(str.encode)
ANY_NAME = st.lists(
    st.binary(min_size=1, max_size=1) | st.sampled_from([b"#2F", b"#e4#b8#ad", b"#", b"Type"]), max_size=9
)
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
    ours = outcome(tokens.read_hex_string, raw, len(before))
    assert ours == outcome(tokens._hex_one_by_one, raw, len(before))


def read_name(stream: io.BytesIO) -> generic.NameObject:
    assert stream.read(1) == b"/"
    return tokens.decode_name(tokens.read_until_delimiter(stream))


def name_one_by_one(stream: io.BytesIO) -> generic.NameObject:
    assert stream.read(1) == b"/"
    return tokens._decode_one_by_one(tokens._regular_one_by_one(stream))


@given(ANY_NAME.map(b"".join), st.binary(max_size=4), st.sampled_from([b"", b" ", b"/", b">>", b"(", b"\x00", b"%"]))
def test_any_name_is_read_as_pyhanko_reads_it(inside: bytes, before: bytes, after: bytes):
    raw = before + b"/" + inside + after
    assert outcome(read_name, raw, len(before)) == outcome(name_one_by_one, raw, len(before))


@pytest.mark.parametrize("byte", range(256))
def test_each_byte_in_a_name_is_taken_or_refused_or_ends_it_as_with_pyhanko(byte: int):
    raw = b"/a" + bytes([byte]) + b"b "
    assert outcome(read_name, raw, 0) == outcome(name_one_by_one, raw, 0)


@pytest.mark.parametrize(
    ("read", "raw", "value"), [(tokens.read_hex_string, b"<00ff>", b"\x00\xff"), (read_name, b"/AB/C", "/AB")]
)
def test_stream_can_be_written_after_a_token_was_read(read: Any, raw: bytes, value: object):
    stream = io.BytesIO(raw)
    assert read(stream) == value
    assert stream.write(b" more than there was") == 20


@pytest.mark.parametrize(
    ("read", "raw", "value"), [(tokens.read_hex_string, b"<00ff>", b"\x00\xff"), (read_name, b"/AB/C", "/AB")]
)
def test_stream_whose_bytes_do_not_lie_in_memory_is_left_to_pyhanko(read: Any, raw: bytes, value: object):
    with tempfile.TemporaryFile() as file:
        file.write(raw + b" ")
        file.seek(0)
        assert read(file) == value


class Counted(io.BytesIO):
    """Counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def test_signature_and_names_of_a_letter_are_not_read_byte_by_byte():
    assert generic.read_hex_string_from_stream is tokens.read_hex_string
    assert generic.read_until_delimiter is tokens.read_until_delimiter
    assert generic._decode_name is tokens.decode_name
    assert len(verified(a_letter()).signers) == 2
    stream = Counted(b"<" + b"0f" * 30_000 + b">")
    assert tokens.read_hex_string(stream) == b"\x0f" * 30_000
    assert stream.reads < 100
    stream = Counted(b"/" + b"Name" * 30_000 + b" ")
    assert read_name(stream) == "/" + "Name" * 30_000
    assert stream.reads == 1
