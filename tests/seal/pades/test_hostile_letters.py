"""Letters that act, hide or reach outside are refused."""

import io
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from comity.seal import cades
from comity.seal.errors import SealError
from comity.seal.pades import sign_as_officer
from comity.seal.pades.harmless import open_pdf
from comity.seal.pades.signing import SEAL_FIELD
from tests.builders.keys import NOW
from tests.builders.packages import (
    a_letter,
    officer,
    plain_letter,
)
from tests.seal.pades.letters import DATA, code_of, page_of, signed_twice, verified


def spoiled(change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Return an unsigned letter that was written with `change` from the start."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(plain_letter(DATA))))
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    change(writer)  # type: ignore[arg-type]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def in_root(key: str, value: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name(key)] = value

    return change


def object_with(**entries: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.add_object(generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()}))

    return change


def stream_with(key: str) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.add_object(generic.StreamObject({pdf_name(key): generic.pdf_string("elsewhere")}, stream_data=b""))

    return change


def nested(depth: int) -> generic.PdfObject:
    inner: generic.PdfObject = generic.NumberObject(1)
    for _ in range(depth):
        inner = generic.ArrayObject([inner])
    return inner


def many(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/Many")] = generic.ArrayObject(generic.NumberObject(1) for _ in range(2000))


TEXT = generic.pdf_string("app.alert(1)")
HOSTILE = [
    object_with(JS=TEXT),
    object_with(S=pdf_name("/JavaScript")),
    object_with(S=pdf_name("/Launch")),
    object_with(S=pdf_name("/URI")),
    object_with(S=pdf_name("/GoToR")),
    object_with(S=pdf_name("/SubmitForm")),
    object_with(Subtype=pdf_name("/RichMedia")),
    object_with(Subtype=pdf_name("/FileAttachment")),
    object_with(FT=pdf_name("/Tx")),
    object_with(Type=pdf_name("/Filespec"), F=TEXT),
    object_with(FS=pdf_name("/URL")),
    object_with(Nested=generic.ArrayObject([generic.DictionaryObject({pdf_name("/AA"): TEXT})])),
    in_root("/OpenAction", generic.ArrayObject()),
    in_root("/OCProperties", generic.DictionaryObject()),
    in_root("/Collection", generic.DictionaryObject()),
    stream_with("/F"),
    stream_with("/Ref"),
    in_root("/Deep", nested(120)),
]


@pytest.mark.parametrize("change", HOSTILE)
def test_a_pdf_that_acts_hides_or_reaches_outside_is_refused(change: Callable[[IncrementalPdfFileWriter], None]):
    pdf = spoiled(change)
    assert code_of(lambda: open_pdf(pdf)) == "E_PDF"
    assert code_of(lambda: sign_as_officer(pdf, officer(), now=NOW)) == "E_PDF"


def test_the_letter_that_is_spoiled_in_these_tests_is_good_before():
    assert open_pdf(spoiled(lambda _writer: None)).total_revisions == 1


def test_obfuscated_names_are_read_as_what_they_mean():
    pdf = spoiled(object_with(Xscript=TEXT))
    assert open_pdf(pdf)
    assert code_of(lambda: open_pdf(pdf.replace(b"/Xscript", b"/#4a#53    "))) == "E_PDF"


def test_too_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch):
    pdf = spoiled(many)
    assert open_pdf(pdf)
    for name in ("MAX_OBJECTS", "MAX_NODES"):
        with monkeypatch.context() as small:
            small.setattr(f"comity.seal.pades.harmless.{name}", 20)
            assert code_of(lambda: open_pdf(pdf)) == "E_PDF"


def test_an_encrypted_pdf_is_refused():
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(plain_letter(DATA))))
    writer.encrypt("owner", "user")
    out = io.BytesIO()
    writer.write(out)
    assert code_of(lambda: open_pdf(out.getvalue())) == "E_PDF"


def test_a_decompression_bomb_is_refused():
    def bomb(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(stream_data=bytes(40 * 1024 * 1024))
        stream.compress()
        page = page_of(writer)
        page["/Contents"] = writer.add_object(stream)
        spec = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Filespec"),
                pdf_name("/UF"): generic.pdf_string("request.json"),
                pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): writer.add_object(stream)}),
            }
        )
        writer.add_object(spec)

    pdf = spoiled(bomb)
    assert len(pdf) < 200_000
    assert code_of(lambda: verified(signed_twice(pdf), attached=("request.json", DATA))) == "E_PDF"


@pytest.mark.parametrize("raw", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n0\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(raw: bytes):
    assert code_of(lambda: open_pdf(raw)) == "E_PDF"
    assert code_of(lambda: verified(raw)) == "E_PDF"


@cache
def one_letter() -> bytes:
    return a_letter()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_flipped_bytes_in_a_letter_are_refused(data: st.DataObject):
    pdf = bytearray(one_letter())
    at = data.draw(st.integers(0, len(pdf) - 1))
    pdf[at] ^= data.draw(st.integers(1, 255))
    with suppress(SealError):
        letter = verified(bytes(pdf), attached=("request.json", DATA))
        # Only digits of a signature's own container may read the same (case of hexadecimal, a time stamp taken away).
        assert [signer.name for signer in letter.signers] == ["Head of XA", "Central Authority of XA Seal"]
        assert SEAL_FIELD.encode() in pdf
        assert isinstance(letter.signers[0].time, type(NOW))
        assert cades.shown(officer().certificate) in letter.checks[2].detail
