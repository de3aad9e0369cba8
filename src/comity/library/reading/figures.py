"""Days and figures: the dates that a document names, and the numbers it gives with the day they are of."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import Day, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.reading.languages import Rules

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(MONTHS)
_ZH = late(
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日?"
    r"(?:\s*(?:至|和|—|–|-)\s*(?:(?P<m2>\d{1,2})\s*月\s*)?(?P<d2>\d{1,2})\s*日)?"
)
_EN = late(
    rf"(?P<d>\d{{1,2}})(?:(?:\s+(?P<m>{_MONTH}))?\s*(?:to|and|–|-)\s*(?P<d2>\d{{1,2}}))?\s+(?P<m2>{_MONTH})\s+(?P<y>\d{{4}})"
)
_FAR = 600  # characters: no sentence of a report is longer
_SENTENCE = late(r"[。!?！？]|(?<=[a-z)\d])\.(?=\s+[A-Z])")
_CLAUSE = late(r"[。；;!?！？\n]|\.(?=\s|$)")


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None  # 31 June stays in the text; it is no day


def days_in(text: str, role: str = "mentioned") -> Iterator[Day]:
    """Yield the days that a text names, in order of form."""
    for found in _ZH.finditer(text):
        first = _day(found["y"], int(found["m"]), found["d"])
        last = _day(found["y"], int(found["m2"] or found["m"]), found["d2"]) if found["d2"] else None
        if first:
            yield Day(first, role, last)
    for found in _EN.finditer(text):
        month = MONTHS.index(found["m2"]) + 1
        last = _day(found["y"], month, found["d2"]) if found["d2"] else None
        first = _day(found["y"], MONTHS.index(found["m"]) + 1 if found["m"] else month, found["d"])
        if first:
            yield Day(first, role, last)


def figures_in(text: str, where: str, rules: Rules, default: str) -> Iterator[Figure]:
    """Yield the counts of a paragraph.

    The day of a count is the one that its sentence names before it, or one up to which the paragraph says it counts
    ("as at"); else the day on which the document tells it.
    """
    stamps = [(found.start(), bool(found["until"]), _as_of(found)) for found in rules.as_of.finditer(text)]
    for found in rules.counted.finditer(text):
        noun = found["noun"].strip()
        clause = _clause(text, found.start(), found.end())
        if rules.not_counted.search(text, max(0, found.start() - 16), found.start()):
            continue
        begins = _sentence(text, found.start())
        as_of = next(
            (day for start, until, day in reversed(stamps) if start < found.start() and (until or start >= begins)),
            default,
        )
        yield Figure(
            what=_subject(noun, clause, rules),
            value=int(found["n"].replace(",", "")),
            date=as_of,
            where=where,
            text=clause,
            at_least=bool(found["more"]),
        )


def _subject(noun: str, clause: str, rules: Rules) -> str:
    return next((name for name, pattern in rules.subjects if pattern.search(noun)), "") or (
        "replies" if re.search("答复|repl", clause) and re.match("缔约国|States", noun) else "other"
    )


def _sentence(text: str, at: int) -> int:
    return max((found.end() for found in _SENTENCE.finditer(text, max(0, at - _FAR), at)), default=0)


def _clause(text: str, start: int, end: int) -> str:
    before = [found.end() for found in _CLAUSE.finditer(text, max(0, start - _FAR), start)]
    after = _CLAUSE.search(text, end)
    return text[before[-1] if before else max(0, start - _FAR) : after.start() if after else len(text)].strip()


def _as_of(found: re.Match[str]) -> str:
    """Return an ISO 8601 day, month or year, or `2021-H1` for a half."""
    parts = found.groupdict()
    year = parts["year"] or parts.get("year2") or parts.get("year3") or ""
    if parts.get("half"):
        return f"{year}-H{1 if parts['half'] in {'上半年', 'first'} else 2}"
    month = parts.get("month") or (str(MONTHS.index(parts["name"]) + 1) if parts.get("name") else "")
    pieces = [year, *([month.zfill(2)] if month else []), *([str(parts["day"]).zfill(2)] if parts.get("day") else [])]
    return "-".join(pieces)
