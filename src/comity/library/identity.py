"""Which work a document is of: by its symbol, by its wording, or as the report of one meeting. Pure; never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from comity.library.likeness import likeness, sketch, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.library.reading import Document

VERSION_FROM: Final = 0.8  # share of the wording in common from which two texts are versions of one (library.md §8)
_PROVISIONAL = re.compile(r"/(?:L|CRP)\.\d")
_BODY_ENDS = re.compile(r"\d|(?:L|CRP|S-|INF|NGO)[.\d]|RES$|DEC$")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Face:
    """By what a document is recognised. `meeting`: its number and days, of a report alone."""

    symbol: str
    language: str
    sketch: bytes
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """What is known already, and how like it is where the wording decided."""

    key: Key
    how: str  # symbol, wording or meeting
    likeness: float = 0.0


def face_of(document: Document) -> Face:
    """Return by what a document is recognised."""
    return Face(document.symbol or "", document.language, sketch(wording(document)), meeting_key(document))


def meeting_key(document: Document) -> str:
    """Return number and days of the meeting that a document reports on, empty for any other document.

    A meeting has one report; so a report of it in another language is the same work.
    """
    days = next((day for day in document.dates if day.role == "meeting"), None)
    if document.kind != "report" or document.meeting is None or days is None:
        return ""
    return f"{document.meeting} {days.first.isoformat()} {(days.last or days.first).isoformat()}"


def work_of(face: Face, known: Sequence[tuple[Key, Face]]) -> Match[Key] | None:
    """Return the work that a document is of, or None for one that nothing known is of.

    Its symbol decides where both have one; then the wording, in one language; then the meeting reported on. A draft
    (`L.1`, `CRP.1`) is a work of its own, however like the final text is.
    """
    if face.symbol:
        same = next((key for key, other in known if other.symbol == face.symbol), None)
        if same is not None:
            return Match(same, "symbol")
    open_to = [(key, other) for key, other in known if _may_be_one(face.symbol, other.symbol)]
    alike = [
        Match(key, "wording", likeness(face.sketch, other.sketch))
        for key, other in open_to
        if other.language == face.language and not _of_two_meetings(face, other)
    ]
    best = max(alike, key=lambda one: one.likeness, default=None)
    if best is not None and best.likeness >= VERSION_FROM:
        return best
    meeting = [key for key, other in open_to if face.meeting and other.meeting == face.meeting]
    return Match(meeting[0], "meeting") if len(set(meeting)) == 1 else None


def _of_two_meetings(face: Face, other: Face) -> bool:
    """Reports of two meetings are two documents, however much of the wording is the same each time."""
    return bool(face.meeting and other.meeting) and face.meeting != other.meeting


def _may_be_one(symbol: str, other: str) -> bool:
    """Two symbols are two documents; a draft's symbol says that the other text, without any, is not it."""
    if symbol and other:
        return symbol == other
    return not _PROVISIONAL.search(symbol or other)


def body_of(symbol: str) -> str:
    """Return the part of a symbol that names the body: `CAC/COSP/EG.1` of `CAC/COSP/EG.1/2021/4`."""
    parts = []
    for part in symbol.split("/"):
        if _BODY_ENDS.match(part):
            break
        parts.append(part)
    return "/".join(parts)


def article_key(instrument: str, article: int, paragraph: int | None, item: str) -> str:
    """Return an article as the library names it: `uncac:46(7)`, `uncac:46(3)(a)`, `uncac:1(b)`."""
    places = "".join(f"({one})" for one in (paragraph, item) if one)
    return f"{instrument}:{article}{places}"


def resolution_key(body: str, number: str) -> str:
    """Return a resolution as the library names it: `CAC/COSP 8/2`."""
    return f"{body} {number}"
