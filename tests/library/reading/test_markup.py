"""HTML and DOCX read as the text does; what is hostile is refused or left aside, and nothing is fetched."""

import html
import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from comity.library.errors import ReadingError
from comity.library.reading import read_bytes, read_text
from comity.library.reading.answer import to_answer

DOCUMENTS = Path(__file__).parents[1] / "documents"


def ours(language):
    return (DOCUMENTS / f"report.{language}.txt").read_text("utf-8")


def answer(document):
    found = to_answer(document, "file")
    for one in found["paragraphs"]:
        one["text"] = re.sub(r"\s+", " ", one["text"])
    return found


def as_html(text):
    lines = [f"<p>{html.escape(line).replace('¹', '<sup>1</sup>')}</p>" for line in text.split("\n") if line]
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{''.join(lines)}</body></html>".encode()


def as_docx(text):
    document = docx.Document()
    for line in text.split("\n"):
        if line:
            document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("made", [as_html, as_docx])
def test_another_format_reads_the_same(made, language):
    assert answer(read_bytes(made(ours(language)))) == answer(read_text(ours(language)))


def test_lists_of_a_page_get_the_labels_that_a_reader_sees():
    page = (
        b"<html><body><h2>I. Opening</h2><ol><li>The meeting decided:"
        b"<ol type=a><li>To meet;</li><li>To write.</li></ol></li><li>It closed.</li></ol></body></html>"
    )
    found = read_bytes(page).paragraphs
    assert [one.number for one in found] == [1, 2]
    assert [(item.label, item.text) for item in found[0].items] == [("a", "To meet;"), ("b", "To write.")]


def test_automatic_numbers_of_a_word_file_are_counted():
    document = docx.Document()
    for words in ("The meeting was opened.", "The meeting was closed."):
        document.add_paragraph(words, style="List Number")
    kept = io.BytesIO()
    document.save(kept)
    assert [one.number for one in read_bytes(kept.getvalue()).paragraphs] == [1, 2]


def test_scripts_and_addresses_of_a_page_are_left_aside():
    page = b"""<html><head><script src="http://x.invalid/a.js">bad()</script></head><body><p>1. The meeting opened.</p>
        <script>steal()</script><img src="http://x.invalid/b.png"><iframe src="file:///etc/passwd"></iframe></body></html>"""
    document = read_bytes(page)
    assert [one.text for one in document.paragraphs] == ["The meeting opened."]
    assert "steal" not in "".join(block.text for block in document.blocks)


def package(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(f"word/{name}.xml", data)
    return kept.getvalue()


ENTITIES = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (package(document=b" " * (60 << 20)), "E_LIBRARY_BOMB"),
        (package(document=ENTITIES), "E_LIBRARY_BOMB"),
        (package(document=b"<not xml"), "E_LIBRARY_DAMAGED"),
        (package(other=b"<a/>"), "E_LIBRARY_DAMAGED"),
        (as_docx("1. x")[:-300], "E_LIBRARY_DAMAGED"),
        (as_docx(""), "E_LIBRARY_NO_TEXT"),
        (b"<html><body><script>x()</script></body></html>", "E_LIBRARY_NO_TEXT"),
    ],
)
def test_what_is_hostile_or_broken_is_refused_in_words(raw, code):
    with pytest.raises(ReadingError) as refused:
        read_bytes(raw)
    assert refused.value.code == code


def nested(depth):
    return (
        b"<html><body>" + b"<div>" * depth + b"<p>1. Deep.</p>" + b"</div>" * depth + b"<p>2. After.</p></body></html>"
    )


def test_a_page_is_read_whole_or_not_at_all():
    assert [one.text for one in read_bytes(nested(200)).paragraphs] == ["Deep.", "After."]
    with pytest.raises(ReadingError) as refused:
        read_bytes(nested(10_000))
    assert refused.value.code == "E_LIBRARY_BOMB"
