"""What stands before the first heading: organ, session, date, languages, kind and title of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import BlockKind
from comity.library.reading.figures import days_in
from comity.library.reading.grouping import without_mark
from comity.library.reading.lines import ended, join
from comity.library.reading.shapes import SYMBOL, Shape, look, value_of

if TYPE_CHECKING:
    from comity.library.reading.grouping import Piece
    from comity.library.reading.languages import Rules

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth"),
)
_OWN = late(rf"^(?:United Nations\s+|联合国\s+)?(?P<symbol>{SYMBOL})$")


@dataclass(slots=True)
class Masthead:
    """What the masthead says; `pieces` are its blocks with what each of them is."""

    fields: dict[str, str] = field(default_factory=dict)
    title: str = ""
    kind: str = ""
    symbol: str = ""
    pieces: list[Piece] = field(default_factory=list)


def read_masthead(pieces: list[Piece], rules: Rules) -> Masthead:
    """Return the masthead of a document whose pieces before the body are given."""
    head = Masthead()
    head.pieces = _joined(pieces, rules)
    left: list[Piece] = []
    summary = False
    for piece in head.pieces:
        text = piece.lines[0].text if len(piece.lines) == 1 else piece.text
        name = "" if summary else _field(text, rules)
        if rules.summary.match(text):
            summary, piece.kind = True, BlockKind.SUMMARY
        elif summary:
            piece.kind = BlockKind.SUMMARY
        elif own := _OWN.match(text):
            head.symbol = own["symbol"]
        elif name.startswith("kind:"):
            _kind(head, name.removeprefix("kind:"), piece, left)
        elif name:
            head.fields[name] = join(head.fields.get(name, ""), text) if name == "organ" else text
        elif piece.kind is BlockKind.MASTHEAD:
            left.append(piece)
    if not head.title and left:
        _title(head, left[-1])
    return head


def _kind(head: Masthead, kind: str, piece: Piece, left: list[Piece]) -> None:
    """A kind may be a line of its own below the title, or the end of the title itself."""
    own_line = kind in {"note", "background_paper", "working_paper"}
    if head.kind and not own_line:
        return
    head.kind = kind
    target = left.pop() if own_line and left else piece
    head.fields["kind"] = piece.text
    _title(head, target)


def _title(head: Masthead, piece: Piece) -> None:
    head.title, piece.kind = without_mark(piece.text), BlockKind.TITLE


def _field(text: str, rules: Rules) -> str:
    for name, pattern in rules.masthead[:-1]:
        if pattern.search(text):
            return name
    for name, pattern in rules.kinds:
        if pattern.search(text):
            return f"kind:{name}"
    last, pattern = rules.masthead[-1]
    return last if pattern.search(text) else ""


def _joined(pieces: list[Piece], rules: Rules) -> list[Piece]:
    """Join lines that follow each other without an empty one, where neither is a field of its own: a long title."""
    result: list[Piece] = []
    for piece in pieces:
        before = result[-1] if result else None
        if (
            before is not None
            and piece.kind is before.kind is BlockKind.MASTHEAD
            and piece.lines[0].gap == 0
            and not ended(before.text)
            and not any(_field(one.text, rules) not in {"", "kind:report"} for one in (before, piece))
            and _field(before.text, rules) == ""
            and look(piece.lines[0].text).shape is Shape.PLAIN
            and not rules.summary.match(before.text)
            and not rules.summary.match(piece.text)
        ):
            before.lines += piece.lines
            before.parts[-1].text = join(before.parts[-1].text, piece.text)
        else:
            result.append(piece)
    return result


def ordinal(word: str) -> int:
    """Return the number of an ordinal: 第十, tenth, 10th."""
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits.group())
    return _ORDINALS.index(word.lower()) + 1 if word.lower() in _ORDINALS else value_of(word)


def meeting_days(head: Masthead) -> list[str]:
    """Return the texts of the masthead that may name the days of the meeting."""
    return [text for text in (head.fields.get("place", ""), head.title) if any(days_in(text))]
