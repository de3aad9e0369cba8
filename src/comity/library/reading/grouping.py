"""From lines to pieces: which line begins something, which goes on with what was there before.

The rule against loss: every line goes into exactly one piece, and a piece that nobody understands is plain text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from comity.kernel.patterns import late
from comity.library.reading.document import BlockKind
from comity.library.reading.lines import Layout, Line, ended, join, leads
from comity.library.reading.shapes import LINK, Seen, Shape, look

_HEADING_LONGEST = 240
_AGENDA = late(r"议程|agenda", re.IGNORECASE)
_TRAILING_MARK = late(r"(?:[¹²³⁰-⁹]+|\[\^?\d{1,2}\]|\*+)$")
_FURTHEST = 20  # numbers that may be missing between two paragraphs before the second is doubted


@dataclass(slots=True)
class Part:
    """A run of words inside a piece: its text, a lettered item, or a numbered line of an agenda."""

    kind: str
    text: str
    label: str = ""


@dataclass(slots=True)
class Piece:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line]
    parts: list[Part]
    label: str = ""
    value: int = 0
    level: int = 0
    doubts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words, one line a part; an item's label is part of it."""
        return "\n".join(part.text for part in self.parts)


class Grouper:
    """Goes through the lines once, keeping the piece that is open and the one that a page break may have cut."""

    def __init__(self, lines: list[Line], layout: Layout) -> None:
        self.lines = lines
        self.layout = layout
        self.seen = [look(line.text) for line in lines]
        alone = Counter(line.text for line, seen in zip(lines, self.seen, strict=True) if seen.shape is Shape.RUNNING)
        self.repeated = {text for text, count in alone.items() if count > 1}
        self.numbers = [at for at, seen in enumerate(self.seen) if seen.shape is Shape.NUMBER]
        self.place_of = {at: place for place, at in enumerate(self.numbers)}
        self.pieces: list[Piece] = []
        self.body: Piece | None = None
        self.last: Line | None = None  # the last line of the body
        self.note: Piece | None = None
        self.in_notes, self.notes = False, 0
        self.expected = 1
        self.list_next: int | None = None
        self.first, self.second = 0, 0
        self.begun = False

    def run(self) -> list[Piece]:
        """Return the pieces in order of their first lines."""
        for at, (line, seen) in enumerate(zip(self.lines, self.seen, strict=True)):
            self._place(at, line, seen)
        return self.pieces

    # one line

    def _place(self, at: int, line: Line, seen: Seen) -> None:
        if line.new_page:
            self.in_notes, self.note = False, None
        if self._is_furniture(at, line, seen):
            self.in_notes = self.in_notes or seen.shape is Shape.RULE
            self.note = None
            self.pieces.append(Piece(BlockKind.FURNITURE, [line], [Part("text", line.text)]))
        elif seen.shape is Shape.NOTE or (seen.shape is Shape.MAYBE_NOTE and self._is_note(seen)):
            self.note, self.notes = self._open(BlockKind.FOOTNOTE, line, seen, aside=True), seen.value or self.notes
        elif self.note is not None and self._goes_on_note(line, seen):
            self._append(self.note, line, seen.rest if seen.shape is Shape.PLAIN else line.text)
        elif seen.shape is Shape.NUMBER:
            self._number(at, line, seen)
        elif seen.shape in {Shape.ROMAN, Shape.CAPITAL}:
            self._heading(line, seen)
        elif seen.shape in {Shape.ANNEX, Shape.MARKED}:
            self._marked(line, seen)
        elif seen.shape in {Shape.ITEM, Shape.BULLET} or seen.label.startswith("*"):
            self._item(line, seen)
        else:
            self._plain(line, seen if seen.shape is Shape.PLAIN else _whole(line))

    def _is_furniture(self, at: int, line: Line, seen: Seen) -> bool:
        if seen.shape in {Shape.RULE, Shape.FURNITURE}:
            return True
        if seen.shape is not Shape.RUNNING or (not self.begun and "/" in line.text and line.text not in self.repeated):
            return False
        edge = line.new_page or (at + 1 < len(self.lines) and self.lines[at + 1].new_page)
        cut = self._unfinished() and line.text not in self.repeated and not edge
        return not (cut and self._close(line))

    def _is_note(self, seen: Seen) -> bool:
        if seen.label.startswith("*"):
            return self.in_notes or not self.begun
        return self.in_notes and seen.value == self.notes + 1

    def _goes_on_note(self, line: Line, seen: Seen) -> bool:
        note = self.note
        if note is None or seen.shape not in {Shape.PLAIN, Shape.MAYBE_NOTE}:
            return False
        if self.layout.wrap:
            return self.layout.full(note.lines[-1]) and line.gap <= self.layout.gap
        return not ended(note.parts[-1].text) and line.gap == 0

    # what begins something

    def _number(self, at: int, line: Line, seen: Seen) -> None:
        role = self._role(at, line, seen.value)
        if role == "main":
            piece = self._open(BlockKind.PARAGRAPH, line, seen)
            if seen.value != self.expected:
                piece.doubts.append("number")
            self.expected, self.list_next, self.begun = seen.value + 1, None, True
        elif role == "list":
            self.list_next = seen.value + 1
            self._part("agenda", line, seen, label=seen.label)
        else:
            self._plain(line, _whole(line))

    def _role(self, at: int, line: Line, number: int) -> str:
        """Whether a numbered line is a paragraph ("main"), a line of a list, or the middle of a sentence ("plain")."""
        if self.list_next is not None and number == self.list_next:
            return "list" if number != self.expected or self._comes_again(at) else "main"
        if number == self.expected:
            return self._role_when_due(at)
        if not self.begun:
            return "main" if number > 1 and not self._unfinished() else "plain"
        return self._role_when_not_due(line, number)

    def _role_when_due(self, at: int) -> str:
        """The number is the next paragraph's; if it comes again after its successors, the next one is meant."""
        if not (self.body is not None and self.body_is_paragraph and self._comes_again(at)):
            return "main"
        if leads(self.body.parts[-1].text):
            return "list"
        return "plain" if self._unfinished() else "main"

    def _role_when_not_due(self, line: Line, number: int) -> str:
        leading = self.body is not None and leads(self.body.parts[-1].text)
        if self.body_is_paragraph and (leading or (number == 1 and self._speaks_of_agenda())):
            return "list"
        open_text = self._unfinished()
        if open_text and self.list_next is None and self._close(line):
            return "plain"
        if self.expected < number <= self.expected + _FURTHEST and not open_text:
            return "main"
        return "list" if self.body_is_paragraph and number == 1 else "plain"

    @property
    def body_is_paragraph(self) -> bool:
        """Whether what was last open is a numbered paragraph."""
        return self.body is not None and self.body.kind is BlockKind.PARAGRAPH

    def _speaks_of_agenda(self) -> bool:
        return self.body is not None and bool(_AGENDA.search(self.body.parts[0].text[-400:]))

    def _comes_again(self, at: int) -> bool:
        """Whether the number comes once more, after nothing but the numbers that follow it: then this is a list."""
        first = due = self.seen[at].value
        for later in self.numbers[self.place_of[at] + 1 : self.place_of[at] + 1000]:
            due += 1
            value = self.seen[later].value
            if value == first:
                return True
            if value != due:
                return False
        return False

    def _heading(self, line: Line, seen: Seen) -> None:
        level = self._level(seen)
        inside = self._unfinished() and self._close(line) and self.body_is_paragraph
        if not level or inside or (len(line.text) > _HEADING_LONGEST and ended(line.text)):
            self._plain(line, _whole(line))
            return
        piece = self._open(BlockKind.HEADING, line, seen)
        piece.level, self.list_next, self.begun = level, None, True
        if level == 1:
            piece.doubts += ["heading"] if seen.value != self.first + 1 else []
            self.first, self.second = seen.value, 0
        else:
            piece.doubts += ["heading"] if piece.value != self.second + 1 else []
            self.second = piece.value

    def _level(self, seen: Seen) -> int:
        """A single capital may be a Roman numeral: the one that is due is meant."""
        if seen.shape is Shape.CAPITAL:
            return 2
        letter = ord(seen.label) - ord("A") + 1 if len(seen.label) == 1 and seen.label.isascii() else 0
        if letter and letter == self.second + 1 and seen.value != self.first + 1:
            return 2
        return 1

    def _marked(self, line: Line, seen: Seen) -> None:
        if seen.shape is Shape.ANNEX:
            piece = self._open(BlockKind.HEADING, line, seen)
            piece.level, self.expected, self.first, self.second = 1, 1, 0, 0
            self.list_next, self.begun = None, True
        else:
            self._open(BlockKind.SUBHEADING if self.begun else BlockKind.MASTHEAD, line, seen)

    def _item(self, line: Line, seen: Seen) -> None:
        inline = (
            self.body is not None
            and self.last is not None
            and self._close(line)
            and self.layout.full(self.last)
            and self.body.parts[-1].kind != "item"
            and (
                not ended(self.body.parts[-1].text) or bool(re.search(r"[^\d\n][(（]a[)）]", self.body.parts[-1].text))
            )
        )
        if self.body is None or inline or self.body.kind in {BlockKind.HEADING, BlockKind.MASTHEAD}:
            self._plain(line, _whole(line))
        else:
            self._part("item" if seen.shape is Shape.ITEM else "bullet", line, seen, label=seen.label)

    # what goes on

    def _plain(self, line: Line, seen: Seen) -> None:
        if self.body is not None and self._goes_on(line):
            self._append(self.body, line, seen.rest)
            self.last = line
            return
        self._open(BlockKind.TEXT if self.begun else BlockKind.MASTHEAD, line, seen)

    def _goes_on(self, line: Line) -> bool:
        body, last = self.body, self.last
        if body is None or last is None:
            return False
        wrapped = self._close(line) and self.layout.full(last)
        if body.kind is BlockKind.PARAGRAPH:
            return wrapped or self._paragraph_goes_on(body, line)
        if body.kind is BlockKind.TEXT:
            return wrapped or (self._close(line) and not ended(body.parts[-1].text))
        return wrapped and not (body.kind is not BlockKind.MASTHEAD and ended(body.parts[-1].text))

    def _paragraph_goes_on(self, body: Piece, line: Line) -> bool:
        """Whether a line without a number goes on with a paragraph: after a colon, or where a sentence was cut."""
        part = body.parts[-1]
        if leads(body.parts[-1].text):
            return True
        if ended(part.text):
            return False
        if part.kind == "item":
            return self._list_stops(body)
        return part.kind == "text" or (self._close(line) and line.gap == 0)

    def _list_stops(self, body: Piece) -> bool:
        """Whether the items of this list end with a mark, so that one without a mark was cut."""
        items = [part.text for part in body.parts if part.kind == "item"]
        return len(items) == 1 or ended(items[0]) or items[0].endswith(("，", ","))

    def _close(self, line: Line) -> bool:
        return line.gap <= self.layout.gap or line.new_page

    def _unfinished(self) -> bool:
        return self.body is not None and not ended(self.body.parts[-1].text)

    # writing down

    def _open(self, kind: BlockKind, line: Line, seen: Seen, *, aside: bool = False) -> Piece:
        piece = Piece(kind, [line], [Part("text", seen.rest)], label=seen.label, value=seen.value)
        if seen.shape is Shape.ROMAN and self._level(seen) == 2:  # noqa: PLR2004 (the second level)
            piece.value = ord(seen.label) - ord("A") + 1
        self.pieces.append(piece)
        if not aside:
            self.body, self.last, self.note, self.in_notes = piece, line, None, False
        return piece

    def _part(self, kind: str, line: Line, seen: Seen, *, label: str) -> None:
        if self.body is None:
            self._open(BlockKind.TEXT if self.begun else BlockKind.MASTHEAD, line, seen)
            return
        self.body.lines.append(line)
        shown = {"item": f"({label}) ", "agenda": f"{label}. ", "bullet": ""}[kind]
        self.body.parts.append(Part(kind, shown + seen.rest, label))
        self.last, self.note = line, None

    def _append(self, piece: Piece, line: Line, words: str) -> None:
        part = piece.parts[-1]
        separate = leads(part.text) and not self.layout.full(piece.lines[-1]) and piece.kind is BlockKind.PARAGRAPH
        clean = LINK.sub(r"\1", words)
        if separate:
            piece.parts.append(Part("text", clean))
        else:
            part.text = join(part.text, clean, spaced=self.layout.spaced)
        piece.lines.append(line)


def _whole(line: Line) -> Seen:
    """A line whose beginning turned out to be no label: all of it is words."""
    return Seen(Shape.PLAIN, "", 0, LINK.sub(r"\1", line.text))


def without_mark(text: str) -> str:
    """Return a heading without the mark of a footnote at its end."""
    return _TRAILING_MARK.sub("", text.rstrip()).rstrip()
