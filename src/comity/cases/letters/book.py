"""One PDF of many papers and files: cover and contents first, every page marked with its reader and its number.

Files of strangers are drawn anew in a process of their own (`bind`): nothing of them but what their pages show is taken
over, and a file that acts, is locked, cannot be read or is too large is told of and not joined.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from comity.cases.letters.press import Press
from comity.cases.letters.render import LetterError
from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

SCRIPT = Path(__file__).with_name("bind.py")
PRESS = Press(Path(__file__).with_name("marks.typ"))
MOST_FILE, MOST_JOINED = 32 * 1024 * 1024, 128 * 1024 * 1024
PATIENCE = 300  # seconds by the clock for one file; its time of processor is bounded by the process itself


class NotJoined(StrEnum):
    """Why a file is not in the book."""

    KIND = "kind"
    SIZE = "size"
    ACTS = "acts"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    WITHHELD = "withheld"


# How `bind.py` ends; it is run, never imported: its library stays out of a node.
WHY = {3: NotJoined.SIZE, 4: NotJoined.ACTS, 5: NotJoined.LOCKED}


class NotJoinedError(Exception):
    """A file that is told of and not joined."""

    def __init__(self, why: NotJoined) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the book: its title in the contents, and its pages as PDF."""

    title: str
    pages: int
    pdf: bytes = field(repr=False)


def cleaned(title: str, raw: bytes) -> Section:
    """Return a stranger's PDF as a part of the book.

    Raises:
        NotJoinedError: it is no PDF, too large, acts by itself, is locked, or cannot be read.
    """
    if not raw.startswith(b"%PDF-"):
        raise NotJoinedError(NotJoined.KIND)
    if len(raw) > MOST_FILE:
        raise NotJoinedError(NotJoined.SIZE)
    pages, pdf = _run({"what": "clean"}, [raw])
    return Section(title, pages, pdf)


def printed(title: str, pdf: bytes) -> Section:
    """Return a paper that we printed ourselves as a part of the book."""
    from pypdf import PdfReader  # noqa: PLC0415 (loaded late)

    return Section(title, len(PdfReader(io.BytesIO(pdf)).pages), pdf)


def bound(
    sections: Sequence[Section], *, title: str, author: str, language: str, mark: str, page: str, at: datetime
) -> bytes:
    """Return the sections as one PDF.

    Args:
        sections: in their order.
        title: of the document.
        author: who made it.
        language: of the marks.
        mark: what every page says of its reader.
        page: how a page is counted, with `{page}` and `{pages}`.
        at: when it is made.

    Raises:
        LetterError: `E_LETTER`.
    """
    total = sum(one.pages for one in sections)
    inputs = {"language": language, "text": visible(mark), "page": page, "pages": total}
    try:
        marks = PRESS.pdf({"marks": json.dumps(inputs, ensure_ascii=False)}, at=at)
    except typst.TypstError as problem:
        raise LetterError("E_LETTER", problem.message) from None
    if not isinstance(marks, bytes):
        raise LetterError("E_LETTER", "nothing was printed")
    told = {
        "what": "bind", "marks": len(marks), "title": visible(title), "author": author, "language": language,
        "parts": [{"size": len(one.pdf), "title": visible(one.title)} for one in sections],
    }  # fmt: skip
    try:
        return _run(told, [*(one.pdf for one in sections), marks])[1]
    except NotJoinedError as problem:
        raise LetterError("E_LETTER", f"the file could not be bound: {problem.why}") from None


def placed(sections: Sequence[Section], first: int) -> list[tuple[str, int]]:
    """Return the title of each section with the page it begins on, where the first begins on page `first`."""
    found, page = [], first
    for one in sections:
        found.append((one.title, page))
        page += one.pages
    return found


def with_contents(sections: Sequence[Section], front: Callable[[list[tuple[str, int]]], Section]) -> list[Section]:
    """Return the sections behind a front that says on which page each begins.

    The front is made twice: how many pages it has is known only then, and does not depend on the numbers it says.
    """
    guess = front(placed(sections, 1))
    made = front(placed(sections, 1 + guess.pages))
    if made.pages != guess.pages:  # numbers of more digits took another line
        made = front(placed(sections, 1 + made.pages))
    return [made, *sections]


def _run(told: dict[str, Any], blobs: Sequence[bytes]) -> tuple[int, bytes]:
    """Have the other process do its work; return how many pages came of it, and the PDF."""
    command = [sys.executable, "-I", str(SCRIPT)]
    with_line = b"".join([json.dumps(told).encode(), b"\n", *blobs])
    try:
        ran = subprocess.run(command, input=with_line, capture_output=True, timeout=PATIENCE, check=False, env={})
    except subprocess.TimeoutExpired:
        raise NotJoinedError(NotJoined.SIZE) from None
    if ran.returncode:
        killed = ran.returncode < 0
        raise NotJoinedError(WHY.get(ran.returncode, NotJoined.SIZE if killed else NotJoined.UNREADABLE))
    count, _line, pdf = ran.stdout.partition(b"\n")
    return int(count), pdf
