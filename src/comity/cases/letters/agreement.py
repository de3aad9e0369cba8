"""Whether the text of a letter says what the data inside it says: the letter is printed again and compared.

The signed PDF is the operative text; a machine reads the data attached to it. Somebody who signs both could let them
differ. So the data is printed again by our own template and the two texts are laid side by side.
"""

from __future__ import annotations

import difflib
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from comity.cases.letters.render import LetterError, render_request
from comity.cases.letters.request import TEMPLATE_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SCRIPT: Final = Path(__file__).with_name("extract.py")  # it is run, never imported: its library stays out of a node
TOO_MUCH: Final = 3  # how it ends where there are too many pages or too much text
LIMIT: Final = 8 * 1024 * 1024  # bytes of a letter
SECONDS: Final = 30.0  # by the clock, for one letter
LINES: Final = 400  # that differ; beyond this they are shown as one block
SHOWN: Final = 40  # differences kept
WIDTH: Final = 2000  # characters kept of each side of one difference
_GAP: Final = re.compile(r"\s+")
_VERSION: Final = re.compile(r"(letter/\d+)\s+\d+\s*/\s*\d+\s*$", re.MULTILINE)


class Outcome(StrEnum):
    """What came of the comparison."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs: what the data says, and what the letter that came says; either may be empty."""

    data: str
    letter: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Result of one comparison.

    Attributes:
        outcome: agrees, differs, or not made.
        reason: why it was not made: `size`, `unreadable`, `version`, `font`, `data`.
        exact: the pages are the same byte for byte, not only their text.
        differences: the places, in the order of the letter.
    """

    outcome: Outcome
    reason: str = ""
    exact: bool = False
    differences: tuple[Difference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept with the letter."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Agreement:
        """Read what `to_json` wrote."""
        places = tuple(Difference(**one) for one in data["differences"])
        return cls(Outcome(data["outcome"]), data["reason"], data["exact"], places)


@dataclass(frozen=True, slots=True)
class _Text:
    created: datetime
    pages: tuple[str, ...]


class _NotMadeError(Exception):
    """The comparison cannot be made, for the reason it carries."""


def compare(pdf: bytes, request: Mapping[str, Any]) -> Agreement:
    """Print `request` again and compare it with the letter that came with it. Never raises for what `pdf` holds.

    Steps: 1 the text is taken out in a process with bounds; 2 the letter says which template made it, and that is ours;
    3 the data is printed with the date of the letter; 4 the two texts are compared without regard to where lines end,
    and what differs is looked for line by line. The same bytes before the signatures are the same pages (`exact`);
    where only the text agrees, its look was not compared.
    """
    try:
        found = _text_of(pdf)
        version = _VERSION.search(found.pages[-1] if found.pages else "")
        if version is None or version[1] != TEMPLATE_VERSION:
            return Agreement(Outcome.NOT_MADE, "version")
        ours = _printed(request, found.created)
        return _compare_text(_text_of(ours).pages, found.pages, exact=pdf.startswith(ours))
    except _NotMadeError as problem:
        return Agreement(Outcome.NOT_MADE, str(problem))


def _printed(request: Mapping[str, Any], at: datetime) -> bytes:
    try:
        return render_request(request, at=at)
    except LetterError as error:
        raise _NotMadeError("font" if error.code == "E_FONT" else "data") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _NotMadeError("data") from None


def _text_of(pdf: bytes) -> _Text:
    """Take the text out of a PDF, within bounds."""
    if len(pdf) > LIMIT:
        raise _NotMadeError("size")
    command = [sys.executable, "-I", str(SCRIPT)]
    try:
        ran = subprocess.run(command, input=pdf, capture_output=True, timeout=SECONDS, check=False, env={})
    except subprocess.TimeoutExpired:
        raise _NotMadeError("size") from None
    if ran.returncode:
        raise _NotMadeError("size" if ran.returncode in {TOO_MUCH, -9, -24} else "unreadable")
    said = json.loads(ran.stdout)
    if not said["created"]:
        raise _NotMadeError("version")
    created = datetime.fromisoformat(said["created"])
    return _Text(created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC), tuple(said["pages"]))


def _lines(pages: Sequence[str]) -> list[tuple[int, str]]:
    """Return page and text of every line, each in one normal form."""
    return [
        (number, one)
        for number, page in enumerate(pages, start=1)
        for line in page.splitlines()
        if (one := _GAP.sub(" ", unicodedata.normalize("NFC", line)).strip())
    ]


def _running(pages: Sequence[str]) -> str:
    """Return the text without the foot of each page and without any space: where lines end does not matter."""
    lines = (line for _page, line in _lines(pages) if not _VERSION.search(line))
    return "".join(_GAP.sub("", line) for line in lines)


def _compare_text(ours: Sequence[str], theirs: Sequence[str], *, exact: bool) -> Agreement:
    if _running(ours) == _running(theirs):
        return Agreement(Outcome.AGREES, exact=exact)
    places = tuple(_differences(_lines(ours), _lines(theirs)))
    return Agreement(Outcome.DIFFERS, differences=places[:SHOWN])


def _differences(ours: list[tuple[int, str]], theirs: list[tuple[int, str]]) -> Iterator[Difference]:
    """Yield the places that differ; equal lines before and after them are set aside first, so that this stays short."""
    start = _equal(ours, theirs)
    end = _equal(ours[start:][::-1], theirs[start:][::-1])
    left, right = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if max(len(left), len(right)) > LINES:
        yield _difference(left, right)
        return
    matcher = difflib.SequenceMatcher(None, [line for _, line in left], [line for _, line in right], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield _difference(left[a:b], right[c:d])


def _equal(ours: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]]) -> int:
    """Return how many lines are the same from the beginning."""
    pairs = zip(ours, theirs, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a[1] != b[1]), min(len(ours), len(theirs)))


def _difference(ours: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]]) -> Difference:
    page = (theirs or ours)[0][0] if theirs or ours else 0
    return Difference("\n".join(line for _, line in ours)[:WIDTH], "\n".join(line for _, line in theirs)[:WIDTH], page)
