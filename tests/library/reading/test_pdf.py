"""PDF read as the text that was printed, over pages, notes and cut words; the rest is refused or listed in words."""

import io
import json
import re
import zlib
from functools import reduce
from pathlib import Path

import pytest
import typst
from pypdf import PdfWriter

from comity.library.errors import ReadingError
from comity.library.reading import read_bytes, read_text
from comity.library.reading.answer import to_answer
from comity.library.reading.pdf import CUT, whole_words

DOCUMENTS = Path(__file__).parents[1] / "documents"
SYMBOL = "CAC/COSP/EG.1/2031/3"
# A report as it is printed: running heads, page numbers, real footnotes, bold headings, words cut at the line's end.
REPORT = """
#let rows = json(bytes(sys.inputs.rows))
#let first(body, other) = context { if counter(page).get().first() > 1 { other } else { body } }
#set page(
  width: 17cm, height: 20cm, margin: 2cm,
  header: first([], text(8pt, sys.inputs.symbol)),
  footer: context [#set text(8pt); V.31-01234 #h(1fr) #counter(page).display("1/1", both: true)],
)
#set text(size: 10.5pt, font: ("Noto Serif", "Noto Serif CJK SC"))
#set par(justify: true, leading: 0.7em, spacing: 1.1em)
#for row in rows {
  let body = if row.heading { strong(row.before) } else { row.before }
  par(if row.note == none { body } else { body + footnote(row.note) + row.after })
}
"""
PLAIN = """#set page(width: 15cm, height: 12cm, numbering: "1/1")
#set text(size: 10pt, font: ("Noto Serif", "Noto Serif CJK SC"))
#for row in json(bytes(sys.inputs.rows)) [#par(row.before + row.mark + row.after)]
"""


def rows_of(text):
    lines = [line for line in text.split("\n") if line.strip() and not re.match(r"_+$", line)]
    notes = {line[0]: line[1:].strip() for line in lines if re.match(r"[¹²³⁴-⁹]", line)}
    for line in lines:
        before, mark, after = re.fullmatch(r"([^¹²³⁴-⁹]*)([¹²³⁴-⁹]?)(.*)", line).groups()
        short = len(line) < 60 and not re.search(r"[。.；;]$", line) and not line[0].isdigit()
        if before:
            yield {"before": before, "mark": mark, "after": after, "note": notes.get(mark), "heading": short}


def printed(page, rows):
    return typst.compile(page.encode(), sys_inputs={"rows": json.dumps(list(rows)), "symbol": SYMBOL})


def answer(document):
    found = to_answer(document, "file")
    for one in found["paragraphs"]:
        one["text"] = re.sub(r"\s+", " ", one["text"])
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_printed_report_reads_as_it_was_written(language):
    text = (DOCUMENTS / f"report.{language}.txt").read_text("utf-8")
    document = read_bytes(printed(REPORT, rows_of(text)))
    assert answer(document) == answer(read_text(text)) | {"symbol": SYMBOL}
    assert [(note.mark, bool(note.anchor)) for note in document.footnotes] == [("1", True)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_printed_without_any_layout_reads_as_it_was_written(language):
    text = (DOCUMENTS / f"note.{language}.txt").read_text("utf-8")
    plain = "\n".join(line for line in text.split("\n") if not re.match(r"[¹²³⁴-⁹]|_+$", line))
    assert answer(read_bytes(printed(PLAIN, rows_of(text)))) == answer(read_text(plain))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (f"inter{CUT}\nnational law, international", "international\nlaw, international"),
        (f"non{CUT}\ncompliance; non-compliance", "non-compliance;\nnon-compliance"),
        (f"Port{CUT}\nAu-Prince was", "Port-Au-Prince\nwas"),
        (f"a well{CUT}\nknown rule", "a well-known\nrule"),
        (f"con{CUT}\nvene a mee{CUT}\nting, meeting", "convene\na meeting,\nmeeting"),
        (f"2031{CUT}\n2032", "2031-\n2032"),
    ],
)
def test_a_word_cut_by_the_printer_is_whole_and_a_hyphen_of_its_own_stays(text, whole):
    assert whole_words(text) == whole


def written(writer):
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def locked():
    writer = PdfWriter(clone_from=io.BytesIO(printed(PLAIN, rows_of("1. The meeting was opened."))))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def empty_pages(count):
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(width=100, height=100)
    return written(writer)


def assembled(*objects):
    body, table = b"%PDF-1.4\n", b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number, one in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def endless(megabytes):
    """One page whose drawing unpacks to so many megabytes."""
    words = b"BT /F 9 Tf (a) Tj ET " * (1 << 16)
    packer = zlib.compressobj(9)
    first, again = (
        packer.compress(words) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )  # refers to nothing before
    whole = reduce(lambda so_far, _: zlib.adler32(words, so_far), range(megabytes), 1)
    data = first + again * (megabytes - 1) + packer.flush()[:-4] + whole.to_bytes(4, "big")
    return assembled(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def circular():
    """A tree of pages that is its own child."""
    return assembled(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"%PDF-1.7 nothing more", "E_LIBRARY_DAMAGED"),
        (lambda: printed(PLAIN, rows_of("1. x"))[:400], "E_LIBRARY_DAMAGED"),
        (lambda: empty_pages(2), "E_LIBRARY_NO_TEXT"),
        (lambda: empty_pages(1_001), "E_LIBRARY_BOMB"),
        (locked, "E_LIBRARY_LOCKED"),
        (lambda: endless(400), "E_LIBRARY_BOMB"),
        (circular, "E_LIBRARY_DAMAGED"),
    ],
    ids=["stub", "torn", "empty", "pages", "locked", "endless", "circular"],
)
def test_what_cannot_be_read_is_refused_in_words(made, code):
    with pytest.raises(ReadingError) as refused:
        read_bytes(made())
    assert refused.value.code == code


def with_a_picture():
    words = b"BT /F 9 Tf 10 50 Td (1. The meeting was opened.) Tj ET"
    drawn = b"q 90 0 0 90 0 0 cm /I Do Q"
    return assembled(
        CATALOGUE,
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 99]/Resources<</Font<</F 7 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</I 8 0 R>>>>/Contents 6 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(words), words),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n0\nendstream",
    )


def test_a_page_that_is_only_a_picture_is_left_to_a_person():
    document = read_bytes(with_a_picture())
    assert [one.text for one in document.paragraphs] == ["The meeting was opened."]
    assert ("page 2", "page_without_text") in [(one.where, one.code) for one in document.unresolved]
