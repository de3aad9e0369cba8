"""Letters: two signatures that another program accepts, nothing changed after them, nothing in them that acts."""

import io
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from comity.seal import authority, pades
from comity.seal.cades import Trust
from comity.seal.checks import Result
from comity.seal.errors import SealError
from comity.seal.pades import seal_letter, seal_paper, sign_as_officer
from tests.builders.keys import NOW, node_keys
from tests.builders.packages import (
    a_letter,
    attach,
    officer,
    officer_letter,
    plain_letter,
    print_letter,
    request_json,
    seal_of,
    time_authority,
    trust_in,
)
from tests.seal.pades.letters import DATA, code_of, page_of, signed_twice, verified


def test_a_good_letter_names_both_signers_and_what_was_looked_at():
    letter = verified(a_letter(), attached=("request.json", DATA))
    assert [signer.name for signer in letter.signers] == ["Head of XA", "Central Authority of XA Seal"]
    assert {check.result for check in letter.checks} == {Result.PASSED}
    assert [signer.time for signer in letter.signers] == [NOW, NOW]
    assert all(check.label.zh != check.name for check in letter.checks)


def test_without_stamps_the_time_is_the_signers_own_word():
    letter = verified(signed_twice(plain_letter(DATA)))
    assert [signer.time for signer in letter.signers] == [NOW, NOW]
    assert {signer.time_source for signer in letter.signers} == {"own clock"}
    made = {check.name: check.result for check in letter.checks}
    assert made["letter.officer_time"] is made["letter.seal_time"] is Result.NOT_MADE


def test_pyhanko_accepts_it(tmp_path: Path):
    (tmp_path / "letter.pdf").write_bytes(a_letter())
    (tmp_path / "ca.pem").write_text(authority.certificate_to_pem(node_keys("xa").ca_certificate))
    (tmp_path / "tsa.pem").write_bytes(time_authority().certificate_pem)
    program = Path(sys.executable).with_name("pyhanko")
    command = f"{program} sign validate --trust ca.pem --trust tsa.pem --trust-replace --no-revocation-check"
    for name, sound in (("letter.pdf", True), ("spoiled.pdf", False)):
        (tmp_path / "spoiled.pdf").write_bytes(a_letter().replace(b"%PDF-1.7", b"%PDF-1.6"))
        end = f" --validation-time {NOW:%Y-%m-%dT%H:%M:%S%z} {name}"
        done = subprocess.run(shlex.split(command + end), cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is sound, done.stdout + done.stderr
        assert done.stdout.count("INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>") == (2 if sound else 0)


def test_reasons_stand_in_the_signatures():
    pdf = sign_as_officer(plain_letter(DATA), officer(), now=NOW, reason="Letter of request")
    pdf = seal_letter(pdf, seal_of(), now=NOW, reason="Seal")
    found = [str(one.sig_object["/Reason"]) for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures]
    assert found == ["Letter of request", "Seal"]


def test_the_document_itself_is_left_as_it_was_printed():
    assert a_letter().startswith(officer_letter())
    assert officer_letter().startswith(plain_letter(DATA))
    reader = PdfFileReader(io.BytesIO(a_letter()))
    assert not str(reader.trailer["/Info"].get("/Producer", "")).startswith("pyHanko")


def test_a_token_too_large_for_its_place_is_left_out():
    grown = replace(time_authority(), key=replace(time_authority().key, chain=(officer().certificate,) * 15))
    pdf = sign_as_officer(plain_letter(DATA), officer(), now=NOW, stamp=grown)
    letter = verified(seal_letter(pdf, seal_of(), now=NOW, stamp=time_authority()))
    times = {check.name: check.result for check in letter.checks if check.name.endswith("_time")}
    assert times == {"letter.officer_time": Result.NOT_MADE, "letter.seal_time": Result.PASSED}


def test_a_signature_keeps_room_for_a_stamp_only_where_one_is_asked():
    stamped = sign_as_officer(plain_letter(DATA), officer(), now=NOW, stamp=time_authority())
    letter = seal_letter(stamped, seal_of(), now=NOW)
    ranges = [one.sig_object["/ByteRange"] for one in PdfFileReader(io.BytesIO(letter)).embedded_signatures]
    with_stamp, without = [int(end) - int(begin) for _, begin, end, _ in ranges]
    assert with_stamp > 24 * 1024
    assert 2 * 1024 < without < 8 * 1024


# Signing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: sign_as_officer(b"", officer(), now=NOW), "E_PDF"),
        (lambda: sign_as_officer(bytes(pades.MAX_LETTER + 1), officer(), now=NOW), "E_SIZE"),
        (lambda: sign_as_officer(officer_letter(), officer(), now=NOW), "E_PDF"),
        (lambda: sign_as_officer(plain_letter(DATA), officer(), now=NOW + timedelta(days=5000)), "E_KEY"),
        (lambda: seal_letter(plain_letter(DATA), seal_of(), now=NOW), "E_PDF"),
        (lambda: seal_letter(a_letter(), seal_of(), now=NOW), "E_PDF"),
        (lambda: seal_letter(officer_letter(), officer(), now=NOW), "E_KEY"),
    ],
)
def test_what_no_receiver_would_take_is_not_signed(call: Callable[[], object], code: str):
    assert code_of(call) == code


# Signers ---------------------------------------------------------------------------------------------------


def test_a_letter_of_somebody_else_is_refused():
    assert code_of(lambda: verified(a_letter(), trust_in("xb"))) == "E_SIGNATURE"
    assert code_of(lambda: verified(a_letter(), Trust(()))) == "E_SIGNATURE"
    mixed = seal_letter(officer_letter(), seal_of("xb"), now=NOW)
    assert code_of(lambda: verified(mixed)) == "E_SIGNATURE"


def test_the_seal_alone_is_not_enough_even_twice():
    pdf = sign_as_officer(plain_letter(DATA), seal_of(), now=NOW)
    assert code_of(lambda: verified(seal_letter(pdf, seal_of(), now=NOW))) == "E_SIGNATURE"


def test_an_officer_cannot_seal(monkeypatch: pytest.MonkeyPatch):
    """The signing side refuses it, so the attacker of this test signs with that check taken out."""
    with monkeypatch.context() as attacker:
        attacker.setattr("comity.seal.pades.signing.is_officer_certificate", lambda _certificate: False)
        pdf = seal_letter(officer_letter(), officer(), now=NOW)
        other = seal_letter(sign_as_officer(plain_letter(DATA), seal_of(), now=NOW), officer(), now=NOW)
    assert code_of(lambda: verified(pdf)) == "E_SIGNATURE"
    assert code_of(lambda: verified(other)) == "E_SIGNATURE"


def test_a_letter_with_fewer_signatures_is_refused():
    assert code_of(lambda: verified(officer_letter())) == "E_PDF"
    assert code_of(lambda: verified(plain_letter(DATA))) == "E_PDF"


# Changed after signing -------------------------------------------------------------------------------------


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Return the PDF with an incremental update after everything that stands in it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def other_text(writer: IncrementalPdfFileWriter) -> None:
    """Replace what the page shows, the classic shadow."""
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf (something else) Tj ET")
    page = page_of(writer)
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """Lay a note over the text."""
    page = page_of(writer)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Square"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 100))),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def field_moved(writer: IncrementalPdfFileWriter) -> None:
    """Give a signature's widget an appearance that covers the page."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 100)))
    writer.update_container(field)


def title(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Lang"] = generic.pdf_string("xx")
    writer.update_root()


def orphan(writer: IncrementalPdfFileWriter) -> None:
    """Add an object that nothing names yet."""
    writer.add_object(generic.pdf_string("waiting"))


def seal_shown(writer: IncrementalPdfFileWriter) -> None:
    """Let the seal's own widget cover the text."""
    field = writer.root["/AcroForm"]["/Fields"][1]
    field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 100)))
    shown = generic.StreamObject({pdf_name("/Subtype"): pdf_name("/Form")}, stream_data=b"(other) Tj")
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(shown)})
    writer.update_container(field)


UPDATES = [other_text, annotation, field_moved, seal_shown, title, orphan]


@pytest.mark.parametrize("change", UPDATES)
def test_an_incremental_update_after_the_seal_is_refused(change: Callable[[IncrementalPdfFileWriter], None]):
    assert code_of(lambda: verified(updated(a_letter(), change))) == "E_PDF"


@pytest.mark.parametrize("change", UPDATES)
def test_an_update_between_the_signatures_is_refused(change: Callable[[IncrementalPdfFileWriter], None]):
    pdf = seal_letter(updated(officer_letter(), change), seal_of(), now=NOW)
    assert code_of(lambda: verified(pdf)) == "E_PDF"


@pytest.mark.parametrize("change", UPDATES)
def test_a_change_in_the_same_update_as_the_seal_is_refused(
    change: Callable[[IncrementalPdfFileWriter], None], monkeypatch: pytest.MonkeyPatch
):
    """What a dishonest clerk with the authority's seal could try: sign and change in one step."""

    class Dishonest(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            change(self)

    with monkeypatch.context() as attacker:
        attacker.setattr("comity.seal.pades.signing._Writer", Dishonest)
        pdf = seal_letter(officer_letter(), seal_of(), now=NOW)
    assert len(PdfFileReader(io.BytesIO(pdf)).embedded_signatures) == 2
    assert code_of(lambda: verified(pdf)) == "E_PDF"


def test_text_before_the_first_signature_in_two_revisions_is_refused():
    """A shadow prepared before signing lies in an earlier revision."""
    assert code_of(lambda: verified(signed_twice(updated(plain_letter(DATA), other_text)))) == "E_PDF"


@pytest.mark.parametrize("tail", [b"\n", b"%%EOF", b"PK\x03\x04", bytes(100)])
def test_bytes_after_the_end_are_refused(tail: bytes):
    assert code_of(lambda: verified(a_letter() + tail)) == "E_PDF"


def test_bytes_before_the_beginning_are_refused():
    assert code_of(lambda: verified(b"\n" + a_letter())) == "E_PDF"


def test_something_behind_a_signature_in_its_reserved_place_is_refused():
    """The reserved digits are outside every signature but the later ones: they must be zeros."""
    pdf = bytearray(a_letter())
    end = bytes(pdf).rindex(b"0000>")
    pdf[end : end + 4] = b"ABCD"
    assert code_of(lambda: verified(bytes(pdf))) == "E_SIGNATURE"


def test_a_signature_that_is_none_is_refused():
    assert code_of(lambda: verified(a_letter().replace(b"/Contents <3082", b"/Contents <0082"))) == "E_PDF"


def test_a_signature_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch):
    real = pades.signing.PdfSignatureMetadata
    other = pades.signing.fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    with monkeypatch.context() as attacker:
        name = "comity.seal.pades.signing.PdfSignatureMetadata"
        attacker.setattr(name, lambda **settings: real(**{**settings, "subfilter": other}))
        pdf = seal_letter(officer_letter(), seal_of(), now=NOW)
    assert code_of(lambda: verified(pdf)) == "E_PDF"


# The attached data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attached", [("request.json", request_json(201)), ("request.json", b""), ("message.json", DATA), ("", DATA)]
)
def test_other_data_than_attached_are_refused(attached: tuple[str, bytes]):
    assert code_of(lambda: verified(a_letter(), attached=attached)) == "E_PDF"


def lettered(*attachments: str) -> bytes:
    head = '#set document(title: "T", date: datetime(year: 2026, month: 3, day: 2))\n'
    return signed_twice(print_letter(head + "\n".join(attachments) + "\ntext"))


def test_no_attached_file_or_two_are_refused():
    wanted = ("request.json", DATA)
    assert verified(lettered(attach("request.json", DATA)), attached=wanted)
    assert code_of(lambda: verified(lettered(), attached=wanted)) == "E_PDF"
    two = lettered(attach("request.json", DATA), attach("other.json", DATA))
    assert code_of(lambda: verified(two, attached=wanted)) == "E_PDF"


# The authority alone ---------------------------------------------------------------------------------------


def unchanged(pdf: bytes) -> bool:
    [seal] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    seal.compute_integrity_info()
    return bool(seal.summarise_integrity_info()["docmdp_ok"])


def test_a_paper_sealed_by_the_authority_alone_may_not_be_changed():
    sealed = seal_paper(plain_letter(DATA), seal_of(), now=NOW)
    assert unchanged(sealed)
    with pytest.raises(SealError) as refused:
        seal_paper(sealed, seal_of(), now=NOW)
    assert refused.value.code == "E_PDF"
    with pytest.raises(SealError) as refused:
        seal_paper(plain_letter(DATA), officer(), now=NOW)
    assert refused.value.code == "E_KEY"
    changed = io.BytesIO(sealed)
    writer = IncrementalPdfFileWriter(changed)
    writer.root["/Lang"] = generic.TextStringObject("zh")
    writer.update_root()
    writer.write_in_place()
    assert not unchanged(changed.getvalue())
