"""One PDF of many: pages counted and marked, strangers' files drawn anew, and whatever acts or bursts left out."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject, TextStringObject
from tests.builders.scans import a_pdf

from comity.cases.letters import book
from comity.cases.letters.book import NotJoined, NotJoinedError, Section, bound, cleaned, placed, printed, with_contents

AT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
LOOKS = {"language": "en", "mark": "Copy for Casey", "page": "page {page} of {pages}", "author": "XA", "at": AT}


def a_paper(text: str, page: str = 'paper: "a4"') -> bytes:
    made = typst.compile(f"#set page({page})\n{text}".encode())
    assert isinstance(made, bytes)
    return made


def refused(raw: bytes) -> NotJoined:
    with pytest.raises(NotJoinedError) as caught:
        cleaned("x", raw)
    return caught.value.why


def changed(**root: DictionaryObject) -> bytes:
    """Return a PDF of one page with something more in its root."""
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf()))
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = value
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_page_bears_the_mark_and_its_number():
    own = printed("Own", a_paper("= Own page"))
    theirs = cleaned("Theirs 中文", a_paper("Foreign page\n#pagebreak()\nsecond", "width: 30cm, height: 8cm"))
    reader = PdfReader(io.BytesIO(bound([own, theirs, own], title="T", **LOOKS)))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 4
    for number, text in enumerate(texts, 1):
        assert f"page {number} of 4" in text
        assert "Copy for Casey" in text
    assert "Foreign page" in texts[1]
    assert "second" in texts[2]
    assert [one.title for one in reader.outline] == ["Own", "Theirs 中文", "Own"]
    assert {tuple(map(round, page.mediabox)) for page in reader.pages} == {(0, 0, 595, 842)}


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_turned_page_stays_on_its_sheet(turned):
    writer = PdfWriter(
        clone_from=io.BytesIO(a_paper("#place(top)[HEAD]#place(bottom)[FOOT]", "width: 9cm, height: 9cm"))
    )
    writer.pages[0].rotate(turned)
    out = io.BytesIO()
    writer.write(out)
    found: list[tuple[float, float]] = []

    def look(text: str, cm: list[float], tm: list[float], *_rest: object) -> None:
        if text.strip():
            found.append((cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]))

    PdfReader(io.BytesIO(cleaned("x", out.getvalue()).pdf)).pages[0].extract_text(visitor_text=look)
    assert found
    assert all(0 <= across <= 595.28 and 0 <= up <= 841.89 for across, up in found)


def test_nothing_of_a_strangers_file_but_its_pages_is_taken_over():
    raw = changed(
        Metadata=DictionaryObject({NameObject("/Secret"): TextStringObject("leave me")}),
        OpenAction=ArrayObject([]),
    )
    with_file = a_pdf(attached=b"inside")
    for one in (raw, with_file):
        made = PdfReader(io.BytesIO(cleaned("x", one).pdf))
        assert set(made.trailer["/Root"]) <= {"/Type", "/Pages"}
        assert b"leave me" not in cleaned("x", one).pdf
        assert not made.attachments
    linked = cleaned("x", a_paper('#link("https://x.example")[here]'))
    assert "/Annots" not in PdfReader(io.BytesIO(linked.pdf)).pages[0]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04 no PDF", NotJoined.KIND),
        (b"%PDF-1.7 and then nothing", NotJoined.UNREADABLE),
        (a_pdf(password="x"), NotJoined.LOCKED),
        (a_pdf(script="app.alert(1)"), NotJoined.ACTS),
        (changed(AA=DictionaryObject()), NotJoined.ACTS),
        (changed(Launch=DictionaryObject({NameObject("/S"): NameObject("/Launch")})), NotJoined.ACTS),
        (changed(AcroForm=DictionaryObject({NameObject("/XFA"): TextStringObject("x")})), NotJoined.ACTS),
    ],
    ids=["kind", "broken", "locked", "script", "action", "launch", "form"],
)
def test_hostile_file_is_told_of_and_not_joined(raw, why):
    assert refused(raw) is why


def with_picture(**keys: object) -> bytes:
    """Return a PDF whose page draws a stream with these keys."""
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    picture = StreamObject()
    picture.set_data(b"")
    box = ArrayObject(FloatObject(one) for one in (0, 0, 1, 1))
    picture.update({NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): box})
    picture.update({NameObject(f"/{name}"): value for name, value in keys.items()})
    held = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_page_that_draws_from_elsewhere_is_refused():
    assert refused(with_picture(F=TextStringObject("/etc/passwd"))) is NotJoined.ACTS
    assert refused(with_picture(Ref=DictionaryObject())) is NotJoined.ACTS
    assert refused(with_picture(Subtype=NameObject("/PS"))) is NotJoined.ACTS
    assert cleaned("x", with_picture()).pages == 1


def test_page_that_bursts_ends_only_the_process_that_reads_it():
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    bomb = StreamObject()
    bomb._data = zlib.compress(b" " * (96 * 1024 * 1024), 9)
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(bomb)
    out = io.BytesIO()
    writer.write(out)
    assert refused(out.getvalue()) in {NotJoined.SIZE, NotJoined.UNREADABLE}
    assert refused(b"%PDF-" + b"x" * book.MOST_FILE) is NotJoined.SIZE


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=300))
def test_whatever_begins_like_a_pdf_is_joined_or_told_of(rest):
    try:
        assert cleaned("x", b"%PDF-1.4\n" + rest).pages >= 0
    except NotJoinedError as refusal:
        assert refusal.why in NotJoined


@given(st.lists(st.integers(1, 400), max_size=40))
def test_contents_name_the_page_on_which_each_part_begins(counts):
    """However many pages the contents need themselves, the numbers in them are right."""
    sections = [Section(str(number), pages, b"") for number, pages in enumerate(counts)]
    seen = []

    def front(contents):
        seen.append(contents)
        return Section("front", 1 + sum(len(str(page)) for _title, page in contents) // 60, b"")

    whole = with_contents(sections, front)
    assert whole[0].pages == front(seen[-1]).pages
    assert placed(whole[1:], 1 + whole[0].pages) == seen[-1]
