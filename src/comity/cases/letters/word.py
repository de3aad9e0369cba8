"""A paper as a Word document, for authorities that answer by typing into it. The signed PDF stays the letter."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from comity.cases.letters.document import Heading, Items, Paragraph, Picture, Rows, Table
from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from comity.cases.letters.document import Block, Paper

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACES: Final = {"en": ("Noto Serif", "Noto Serif CJK SC"), "zh-hans": ("Noto Serif", "Noto Serif CJK SC")}


def as_word(paper: Paper) -> bytes:
    """Return the text of a paper as .docx: headings, labelled values and tables, in the same order as printed."""
    from docx import Document  # noqa: PLC0415 (loaded late)

    document = Document()
    _prepare(document, paper)
    for text in (paper.sender, paper.sender_address, paper.place_date, paper.reference, paper.addressee):
        _lines(document, text)
    document.add_heading(visible(paper.title), level=1)
    if paper.banner:
        _lines(document, paper.banner, bold=True)
    for block in paper.blocks:
        _write(document, block)
    _lines(document, paper.closing)
    for name, title in paper.signatories:
        _lines(document, f"{name}\n{title}")
    _lines(document, paper.footer)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def _prepare(document: Any, paper: Paper) -> None:
    """Set title, date, language and faces, with a face for Chinese beside the one for Latin letters."""
    from docx.oxml.ns import qn  # noqa: PLC0415 (loaded late)
    from docx.shared import Pt  # noqa: PLC0415 (the same)

    about = document.core_properties
    about.title, about.author, about.language = visible(paper.title), visible(paper.sender), paper.language
    about.created = about.modified = paper.date.replace(tzinfo=None)
    about.comments = ""
    style = document.styles["Normal"]
    latin, chinese = FACES[paper.language]
    style.font.name, style.font.size = latin, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), chinese)


def _lines(document: Any, text: str, *, bold: bool = False) -> None:
    if not text:
        return
    paragraph = document.add_paragraph()
    for number, line in enumerate(visible(text).split("\n")):
        run = paragraph.add_run(line)
        run.bold = bold or None
        if number < visible(text).count("\n"):
            run.add_break()


def _write(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(visible(block.text) + (f" [{block.article}]" if block.article else ""), block.level)
        case Paragraph():
            _lines(document, block.text)
        case Rows():
            cells = tuple((f"{row.label} {row.article}".strip(), row.value) for row in block.rows)
            _table(document, None, cells, columns=2)
        case Items():
            for item in block.items:
                document.add_paragraph(visible(item), style="List Bullet")
        case Picture():
            _lines(document, block.text)
        case Table():
            _table(document, block.columns, block.cells, columns=len(block.columns))


def _table(document: Any, header: tuple[str, ...] | None, rows: tuple[tuple[str, ...], ...], *, columns: int) -> None:
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for row in (header, *rows) if header else rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = visible(text)
