"""Text and data agree, or the place where they do not is named."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfWriter
from tests.builders.keys import QUICK, node_keys
from tests.builders.requests import a_request

from comity.cases.letters import agreement, extract, render, render_draft, render_request
from comity.cases.letters.agreement import Agreement, Outcome, compare
from comity.cases.letters.document import Attachment
from comity.cases.letters.request import request_paper
from comity.kernel.strictjson import dumps
from comity.seal import cms
from comity.seal.pades import seal_letter, sign_as_officer
from comity.seal.signer import OfficerKey

AT = datetime(2026, 3, 1, 9, 14, 33, tzinfo=UTC)
PASSPHRASE = "seven plain words for a key"


@pytest.fixture(scope="module")
def sign():
    """Return a function that signs a letter as an officer of XA and seals it as XA."""
    keys = node_keys("xa")
    locked = OfficerKey.create(
        name="Hana Head", function="Head", passphrase=PASSPHRASE, ca_certificate=keys.ca_certificate,
        ca_key=keys.ca_key, now=AT.replace(day=1, hour=0), work_factor=QUICK,
    )  # fmt: skip
    officer = locked.unlock(PASSPHRASE)
    seal = cms.SigningKey(keys.seal_key, keys.seal_certificate)
    return lambda pdf: seal_letter(sign_as_officer(pdf, officer, now=AT), seal, now=AT)


def printed_otherwise(request, **changes):
    """Print a letter that says something else than the data attached to it."""
    data = Attachment("request.json", dumps(request), "application/json", "The request as structured data")
    return render(request_paper(request | changes, at=AT, attachments=(data,)), at=AT)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_signed_letter_agrees_with_its_data_to_the_byte(language, sign):
    request = a_request(language=language)
    assert compare(sign(render_request(request, at=AT)), request) == Agreement(Outcome.AGREES, exact=True)


@pytest.mark.parametrize(
    ("language", "says", "data", "page"),
    [("en", "Two weeks later 900,000", "Two weeks later 400,000", 2), ("zh-hans", "九十万款项", "四十万款项", 1)],
)
def test_a_letter_that_says_another_sum_than_its_data_is_found_and_the_line_is_named(language, says, data, page, sign):
    request = a_request(language=language)
    told = request["facts"]["summary"].replace("400,000", "900,000").replace("四十万", "九十万")
    found = compare(sign(printed_otherwise(request, facts={"summary": told})), request)
    assert found.outcome is Outcome.DIFFERS
    assert len(found.differences) == 1
    only = found.differences[0]
    assert says in only.letter
    assert data in only.data
    assert only.page == page


def test_a_measure_left_out_of_the_text_is_found(sign):
    request = a_request()
    found = compare(sign(printed_otherwise(request, measures=[])), request)
    assert found.outcome is Outcome.DIFFERS
    assert "00-11-22" in "".join(one.data for one in found.differences)
    assert "00-11-22" not in "".join(one.letter for one in found.differences)


def test_lines_that_only_end_elsewhere_do_not_differ():
    ours, theirs = ["a letter that\nends here"], ["a letter\nthat ends   here"]
    assert agreement._compare_text(ours, theirs, exact=False) == Agreement(Outcome.AGREES)


def test_a_very_different_text_is_one_block_and_bounded():
    ours = ["\n".join(f"line {n}" for n in range(3000))]
    theirs = ["\n".join(f"word {n}" for n in range(3000))]
    found = agreement._compare_text(ours, theirs, exact=False)
    assert [len(one.data) for one in found.differences] == [agreement.WIDTH]


def test_a_letter_of_another_template_is_not_compared():
    pdf = render_request(a_request(), at=AT)
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/CreationDate": "D:20260301091400Z"})
    blank = BytesIO()
    writer.write(blank)
    assert compare(blank.getvalue(), a_request()) == Agreement(Outcome.NOT_MADE, "version")
    assert compare(pdf, a_request() | {"language": "xx"}).reason == "font"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"no pdf at all" * 100, b"%PDF-1.7\n" + b"\x00" * 9999])
def test_what_cannot_be_read_is_not_made(pdf):
    assert compare(pdf, a_request()) == Agreement(Outcome.NOT_MADE, "unreadable")


def test_more_than_a_letter_holds_is_not_read():
    assert compare(b"%PDF" + bytes(agreement.LIMIT), a_request()).reason == "size"
    writer = PdfWriter()
    for _ in range(extract.PAGES + 1):
        writer.add_blank_page(100, 100)
    many = BytesIO()
    writer.write(many)
    assert compare(many.getvalue(), a_request()).reason == "size"


def test_data_that_cannot_be_printed_is_not_made():
    assert compare(render_request(a_request(), at=AT), {"language": "en", "persons": 7}).reason == "data"


def test_a_draft_does_not_pass_for_a_letter():
    assert compare(render_draft(a_request(), at=AT), a_request()).outcome is Outcome.DIFFERS


def test_what_is_kept_is_read_back():
    found = compare(printed_otherwise(a_request(), measures=[]), a_request())
    assert Agreement.from_json(found.to_json()) == found
