"""What a DOCX file holds beside its running text is read too, or left to a person; nothing of it is dropped unseen."""

import io
import zipfile

from comity.library.reading import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def package(body, **parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, inside in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:{name} {W}>{inside}</w:{name}>")
    return kept.getvalue()


OPENED = paragraph("1. The meeting was opened.")


def doubts(raw):
    return [(one.where, one.text) for one in read_bytes(raw).unresolved if one.code == "outside_the_text"]


def test_an_endnote_is_a_note_with_its_place():
    mark = '<w:r><w:endnoteReference w:id="3"/></w:r></w:p>'
    body = OPENED.replace("</w:p>", mark) + paragraph("2. The meeting was closed.")
    document = read_bytes(package(body, endnotes=f'<w:endnote w:id="3">{paragraph("By the Chair.")}</w:endnote>'))
    assert [(one.mark, one.text, one.anchor) for one in document.footnotes] == [("1", "By the Chair.", "1")]


def test_a_running_head_gives_the_symbol_and_other_words_in_it_go_to_a_person():
    raw = package(OPENED, header1=paragraph("CAC/COSP/EG.1/2031/4"), footer1=paragraph("Advance unedited copy"))
    assert read_bytes(raw).symbol == "CAC/COSP/EG.1/2031/4"
    assert doubts(raw) == [("header", "Advance unedited copy")]


def test_comments_and_deleted_words_go_to_a_person_and_not_into_the_text():
    gone = "<w:p><w:del><w:r><w:delText>Not so.</w:delText></w:r></w:del></w:p>"
    raw = package(OPENED + gone, comments=f'<w:comment w:id="0">{paragraph("Check the date.")}</w:comment>')
    assert doubts(raw) == [("comment", "Check the date."), ("deleted", "Not so.")]
    assert "Not so" not in "".join(block.text for block in read_bytes(raw).blocks)


def test_the_words_of_a_box_come_once_though_the_file_holds_them_twice():
    box = f"<w:txbxContent>{paragraph('2. In a box.')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document = read_bytes(package(OPENED + f"<w:p><w:r>{both}</w:r></w:p>"))
    assert [one.text for one in document.paragraphs] == ["The meeting was opened.", "In a box."]


def test_numbers_of_a_list_that_say_nothing_sensible_do_no_harm():
    number = '<w:pPr><w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    level = '<w:lvl w:ilvl="x"><w:start w:val="-4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    document = read_bytes(package(OPENED.replace("<w:p>", f"<w:p>{number}"), numbering=lists))
    assert [one.text for one in document.paragraphs] == ["The meeting was opened."]
