"""From the lines of a law to pieces: an article is one piece with its title, its paragraphs and their items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import BlockKind
from comity.library.reading.grouping import Grouper, Part, Piece
from comity.library.reading.lines import ended, join
from comity.library.reading.provisions import contents_in
from comity.library.reading.shapes import Seen, Shape

if TYPE_CHECKING:
    from comity.library.reading.lines import Layout, Line
    from comity.library.reading.provisions import Head

_TITLE = 200
# A paragraph inside an article, and an item of it, in the forms that shapes of reports do not know.
_PARAGRAPH = late(r"^(?:[(（](?P<n>\d{1,3})[)）]\s*|(?P<m>\d{1,3})\s?(?:[)）]|[.．、]|\s?[-–—])\s*)(?=\S)")
_BULLET = late(r"^[-–—•*·▪]\s*(?=\S)")
_ITEM = late(
    r"^(?:[(（](?P<n>[а-яa-z]|[\u0621-\u064a]ـ?)[)）]|(?P<m>[а-яa-z])[)）]|(?P<o>[\u0621-\u064a])\s*[-–—])\s*(?=\S)"
)


class LawGrouper(Grouper):
    """Goes through the lines of a law: whatever follows the head of an article belongs to it, until the next head."""

    def __init__(self, lines: list[Line], layout: Layout, heads: dict[int, Head]) -> None:
        super().__init__(lines, layout)
        self.heads, self.contents = heads, contents_in(lines, heads)
        ranks = sorted({one.rank for one in heads.values() if one.rank})
        self.levels = {rank: at for at, rank in enumerate(ranks, 1)}
        self.at = 0

    def _place(self, at: int, line: Line, seen: Seen) -> None:
        self.at = at
        head = self.heads.get(at)
        if head is None:
            super()._place(at, line, seen)
        elif at in self.contents:
            self.pieces.append(Piece(BlockKind.FURNITURE, [line], [Part("text", line.text)]))
        elif head.rank:
            piece = self._begin(BlockKind.HEADING, line, f"{head.label} {head.rest}".strip())
            piece.level = self.levels[head.rank]
        else:
            self._article(line, head)

    def _begin(self, kind: BlockKind, line: Line, words: str) -> Piece:
        piece = self._open(kind, line, Seen(Shape.PLAIN, "", 0, words))
        self.begun = True
        return piece

    def _article(self, line: Line, head: Head) -> None:
        piece = self._begin(BlockKind.ARTICLE, line, head.rest)
        piece.label, piece.value = head.label, head.number
        if head.rest and not ended(head.rest) and len(head.rest) <= _TITLE and not self._full(line):
            piece.level = 1
        elif found := _PARAGRAPH.match(head.rest):
            piece.parts[0] = Part("agenda", head.rest, found["n"] or found["m"] or "")

    def _number(self, at: int, line: Line, seen: Seen) -> None:
        del at
        if self._in_article() and not self._cut(line):
            self._add("agenda", line, seen.label)
        else:
            self._plain(line, Seen(Shape.PLAIN, "", 0, line.text))

    def _heading(self, line: Line, seen: Seen) -> None:
        """Numbers such as 一、 and A. are paragraphs of the article that they stand in."""
        if self._in_article() and not self._cut(line):
            self._add("agenda", line, seen.label)
        else:
            self._plain(line, Seen(Shape.PLAIN, "", 0, line.text))

    def _item(self, line: Line, seen: Seen) -> None:
        if self._in_article() and not self._cut(line):
            self._add("item" if seen.shape is Shape.ITEM else "bullet", line, seen.label, _BULLET.sub("", line.text))
        else:
            self._plain(line, Seen(Shape.PLAIN, "", 0, line.text))

    def _plain(self, line: Line, seen: Seen) -> None:
        body = self.body
        if body is None or body.kind is not BlockKind.ARTICLE:
            self._outside(line, seen)
        elif self._heads_next(line):
            self._begin(BlockKind.SUBHEADING, line, seen.rest)
        elif len(body.parts) == 1 and not body.parts[0].text:
            self._first(body, line)
        elif self._cut(line):
            body.parts[-1].text = join(body.parts[-1].text, line.text, spaced=self.layout.spaced)
            self._took(line)
        else:
            paragraph = _PARAGRAPH.match(line.text)
            found = paragraph or _ITEM.match(line.text)
            kind = "text" if found is None else "agenda" if paragraph else "item"
            labels = found.groupdict().values() if found else ()
            self._add(kind, line, next((one for one in labels if one), ""))

    def _outside(self, line: Line, seen: Seen) -> None:
        """Before the first article, and between a division and its first article."""
        body = self.body
        title = body is not None and body.kind is BlockKind.HEADING and len(body.lines) == 1
        if body is not None and title and line.gap <= 1 and not ended(line.text) and len(line.text) <= _TITLE:
            body.parts[-1].text = f"{body.parts[-1].text} {line.text}"
            self._took(line)
        else:
            super()._plain(line, seen)

    def _first(self, body: Piece, line: Line) -> None:
        """The first line below a bare head: a title where it is short and does not end, else the text."""
        found = _PARAGRAPH.match(line.text)
        body.parts[0] = Part(
            "agenda" if found else "text", line.text, (found["n"] or found["m"] or "") if found else ""
        )
        body.level = int(not found and not ended(line.text) and len(line.text) <= _TITLE and not self._full(line))
        self._took(line)

    def _full(self, line: Line) -> bool:
        """Whether the next line goes on with what a line says: one with a number or letter of its own never does."""
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        if following is None or self.at + 1 in self.heads:
            return False
        if _PARAGRAPH.match(following.text) or _ITEM.match(following.text):
            return False
        goes_on = following.gap <= self.layout.gap and following.text[:1].islower()
        return self.layout.full(line) or goes_on

    def _heads_next(self, line: Line) -> bool:
        """Whether a line without an end stands right before a head: then it is a heading of its own."""
        before = self.body is not None and ended(self.body.parts[-1].text)
        short = len(line.text) <= _TITLE and not ended(line.text)
        return before and short and self.at + 1 in self.heads and not self.layout.full(line)

    def _in_article(self) -> bool:
        return self.body is not None and self.body.kind is BlockKind.ARTICLE

    def _cut(self, line: Line) -> bool:
        """Whether a line goes on with the sentence before: where lines are wrapped, or a page ended inside it."""
        body, last = self.body, self.last
        if body is None or last is None or (body.level and len(body.parts) == 1) or ended(body.parts[-1].text):
            return bool(body and last and self._wrapped_mid(line))
        return (self._close(line) and self.layout.full(last)) or line.new_page or line.text[:1].islower()

    def _wrapped_mid(self, line: Line) -> bool:
        """A full line may end with the end of a sentence and its paragraph go on, if the next begins as a sentence."""
        body, last = self.body, self.last
        if body is None or last is None or (body.level and len(body.parts) == 1) or not self.layout.full(last):
            return False
        marked = _PARAGRAPH.match(line.text) or _ITEM.match(line.text)
        return line.gap == self.layout.gap and not line.indent and not marked and not line.new_page

    def _add(self, kind: str, line: Line, label: str, words: str = "") -> None:
        if self.body is None:
            return
        part = Part(kind, words or line.text, label)
        if len(self.body.parts) == 1 and not self.body.parts[0].text:
            self.body.parts[0] = part
        else:
            self.body.parts.append(part)
        self._took(line)

    def _took(self, line: Line) -> None:
        if self.body is not None:
            self.body.lines.append(line)
        self.last, self.note = line, None
