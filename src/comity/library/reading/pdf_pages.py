"""Taking the words out of a PDF, in a process of its own that a hostile file can only end.

Run as a script (`python -I pdf_pages.py`): the PDF comes in on the standard input; JSON goes out, either
`{"refused": "locked" | "too much" | "damaged"}` or `{"pages", "pictures", "unreadable"}`. It imports nothing of Comity.
Time, memory and pages are bounded; nothing is fetched, run or opened.

A page becomes its lines as they stand. What the eye sees and bare text loses is kept as marks of plain text: a wider
gap becomes an empty line, a raised digit a superscript one, a bold line one marked as a heading.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from ctypes import c_double, c_int, create_string_buffer
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2
from pypdfium2 import raw

SECONDS = 20  # of processor time; a report of twenty pages takes 0.1 s
MEMORY = 1024 * 1024 * 1024  # bytes of address space
PAGES = 1_000
CHARACTERS = 8_000_000
RAISED = 0.2  # of a digit's size: it stands so high above its line that it is the mark of a footnote
BOLD = 600
HEAVY = "**"  # as in plain texts with marks for headings
WIDE = 1.2  # of the usual distance of two lines: a gap
CUT = "\ufffe"  # what pdfium puts for a hyphen at the end of a line, and goes on with the next
_BLANK = f"{CUT} \t\u00a0\u3000"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LINE_END = re.compile(r"\r\n|\r|\n")
_UNKNOWN = re.compile("[\x00\uffff\ufffd]")
_DIGITS = re.compile(r"\d{1,3}")


def main() -> None:
    """Read a PDF and write what stands on its pages, or why not."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = _read(pypdfium2.PdfDocument(sys.stdin.buffer.read()))
    except pypdfium2.PdfiumError as problem:
        said = {"refused": "locked" if problem.err_code == raw.FPDF_ERR_PASSWORD else "damaged"}
    except MemoryError:
        said = {"refused": "too much"}
    sys.stdout.write(json.dumps(said))


def _read(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    pages: list[str] = []
    pictures: list[int] = []
    if len(document) > PAGES:
        return {"refused": "too much"}
    for at in range(len(document)):
        page = document[at]
        pages.append(_page(page.get_textpage()))
        if not pages[-1].strip() and any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)):
            pictures.append(at + 1)
        if sum(map(len, pages)) > CHARACTERS:
            return {"refused": "too much"}
    unreadable = sum(len(_UNKNOWN.findall(page)) for page in pages)
    return {"pages": pages, "pictures": pictures, "unreadable": unreadable}


def _page(words: pypdfium2.PdfTextPage) -> str:
    text = words.get_text_range()
    if max(text, default="") > "\U0000ffff":  # places in the text and on the page part ways: lines alone are kept
        return "\n".join(_LINE_END.split(text))
    lines: list[tuple[str, float]] = []
    start = 0
    for line in _LINE_END.split(text.replace(CUT, f"{CUT}\n")):
        if line.strip(_BLANK):
            base = _baseline(words, line, start)
            marked = _marked(words, line, start, base)
            lines.append((_bold(words, line, start) + marked, base))
        start += len(line) + (0 if line.endswith(CUT) else 2)  # pdfium ends a line with two characters
    return _with_gaps(lines)


def _baseline(words: pypdfium2.PdfTextPage, line: str, start: int) -> float:
    """Return how high above the foot of the page a line stands, in points: the lowest of some of its characters."""
    at = [place for place, one in enumerate(line) if one not in _BLANK]
    return min(_origin(words, start + place) for place in {at[0], at[len(at) // 3], at[len(at) * 2 // 3], at[-1]})


def _marked(words: pypdfium2.PdfTextPage, line: str, start: int, base: float) -> str:
    """Return a line with its raised digits as superscript ones."""

    def raised(found: re.Match[str]) -> str:
        high = _foot(words, start + found.start()) - base > _size(words, start + found.start()) * RAISED
        return found.group().translate(_SUPERSCRIPT) if high else found.group()

    return _DIGITS.sub(raised, line)


def _bold(words: pypdfium2.PdfTextPage, line: str, start: int) -> str:
    """Return the mark of a heading for a line that is bold from end to end."""
    at = [place for place, one in enumerate(line) if one.isalnum()]
    some = {at[0], at[len(at) // 3], at[len(at) * 2 // 3], at[-1]} if at else set()
    return HEAVY if some and all(_weight(words, start + place) >= BOLD for place in some) else ""


def _weight(words: pypdfium2.PdfTextPage, at: int) -> int:
    """Return how heavy a letter is: as its font says, else as the name of its font does."""
    index = _index(words, at)
    name = create_string_buffer(200)
    raw.FPDFText_GetFontInfo(words, index, name, len(name), c_int())
    named = BOLD if re.search(rb"bold|black|heavy|[-,]b\b", name.value, re.IGNORECASE) else 0
    return max(int(raw.FPDFText_GetFontWeight(words, index)), named)


def _index(words: pypdfium2.PdfTextPage, at: int) -> int:
    """Return where a character of the text stands among those of the page; some of the text stand nowhere."""
    return max(int(raw.FPDFText_GetCharIndexFromTextIndex(words, at)), 0)


def _size(words: pypdfium2.PdfTextPage, at: int) -> float:
    return float(raw.FPDFText_GetFontSize(words, _index(words, at)))


def _foot(words: pypdfium2.PdfTextPage, at: int) -> float:
    return float(words.get_charbox(_index(words, at))[1])


def _origin(words: pypdfium2.PdfTextPage, at: int) -> float:
    across, up = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(words, _index(words, at), across, up)
    return up.value


def _with_gaps(lines: list[tuple[str, float]]) -> str:
    steps = [above[1] - below[1] for above, below in pairwise(lines)]
    usual = median([step for step in steps if step > 1] or [0.0])
    wide = [False, *(step > usual * WIDE > 0 for step in steps)][: len(lines)]
    shown: list[str] = []
    for gap, (line, _height) in zip(wide, lines, strict=True):
        goes_on = not gap and bool(shown) and shown[-1].startswith(HEAVY) and line.startswith(HEAVY)
        shown.append("\n" * gap + (line.removeprefix(HEAVY) if goes_on else line))
    return "\n".join(shown)


if __name__ == "__main__":
    main()
