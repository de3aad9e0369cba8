"""What persons decided about pieces of a document, carried over to the document as it is read now.

A decision holds as long as it is about the same words and the reader reads them as it did at the time, or comes to the
same by itself. Where that cannot be told nothing is guessed: the decision stays as it was written, about an earlier
reading, and what is read now is put to a person beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from comity.library.models import Paragraph, Unresolved
from comity.library.reading.document import BlockKind
from comity.library.reading.symbols import match_key
from comity.library.review_states import UnresolvedState
from comity.library.reviewing import OUTDATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from comity.library.keeping import Rows

WAITING = UnresolvedState.waiting.name
_ABOUT_WORDS = {UnresolvedState.corrected.name, UnresolvedState.assigned.name}


def carry_over(before: Sequence[Unresolved], numbered: Mapping[str, str], now: Rows) -> int:
    """Bring what was not understood, and what was decided of it, to the pieces as they are read now.

    `before` are the rows as they were, in order, though they lead to no piece any more; `numbered` the texts that the
    numbered paragraphs had, by key. What still waits and is understood now goes; what is not understood is new. Return
    how many decisions are put to a person again.
    """
    pieces = _Pieces.of(now.pieces, numbered)
    fresh: list[Unresolved] = []
    asked = 0
    open_to_now = [one for one in before if not _is_about_an_earlier_reading(one)]
    for one, twin, sure in _pairs(open_to_now, now.unresolved):
        if one is None:
            fresh += [twin] if twin else []
        elif one.state == WAITING:
            _wait(one, twin, pieces)
        elif sure and _fits(one, twin, pieces):
            _lead(one, twin, pieces.of_words(one, twin))
        else:
            fresh.append(_asked_again(one, twin, pieces))
            asked += 1
    order = {id(one): at for at, one in enumerate(now.unresolved)}
    Unresolved.objects.bulk_create(sorted(fresh, key=lambda one: order.get(id(one), len(order))))
    return asked


def _is_about_an_earlier_reading(one: Unresolved) -> bool:
    """Whether it was put to a person again before, or the reader has come to the same since."""
    return one.state in _ABOUT_WORDS and one.paragraph_id is None


@dataclass(slots=True)
class _Pieces:
    """The pieces as they are read now, by their words and by their keys."""

    numbered_before: Mapping[str, str]
    by_words: defaultdict[str, list[Paragraph]] = field(default_factory=lambda: defaultdict(list))
    numbered: dict[str, Paragraph] = field(default_factory=dict)

    @classmethod
    def of(cls, pieces: Iterable[Paragraph], numbered_before: Mapping[str, str]) -> _Pieces:
        found = cls(numbered_before)
        for one in pieces:
            found.by_words[_words(one.text)].append(one)
            if one.number is not None:
                found.numbered[one.key] = one
        return found

    def of_words(self, one: Unresolved, twin: Unresolved | None) -> Paragraph | None:
        """Return the piece of the same doubt, else the one of the same words; None where there are more, or none."""
        if twin is not None:
            return twin.paragraph
        same = self.by_words[_words(one.text)]
        return same[0] if len(same) == 1 else None

    def same_paragraph(self, key: str) -> Paragraph | None:
        """Return the numbered paragraph of a key, where one of its readings holds the other."""
        row, before = self.numbered.get(key), _words(self.numbered_before.get(key, ""))
        if row is None or not before:
            return None
        return row if before in _words(row.text) or _words(row.text) in before else None


def _words(text: str) -> str:
    return match_key(text) or text


def _pairs(
    before: Sequence[Unresolved], now: Sequence[Unresolved]
) -> Iterator[tuple[Unresolved | None, Unresolved | None, bool]]:
    """Yield what was not understood with the same doubt about the same words now, and whether the two are surely one.

    Of the same words several times, the first is the first; which is which cannot be told where their number changed.
    """
    groups: defaultdict[tuple[str, str], tuple[list[Unresolved], list[Unresolved]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((before, now)):
        for one in rows:
            groups[one.code, _words(one.text)][side].append(one)
    for was, is_now in groups.values():
        sure = not was or not is_now or len(was) == len(is_now)
        if not sure:
            was.sort(key=lambda one: one.state == WAITING)  # what was decided comes first
        for one, twin in zip_longest(was, is_now):
            yield one, twin, sure or (one is not None and one.state not in _ABOUT_WORDS)


def _wait(one: Unresolved, twin: Unresolved | None, pieces: _Pieces) -> None:
    """Let what waits wait on in its place; what is understood now goes, unless a decision waits in it."""
    if twin is None and one.earlier_id is None:
        one.delete()
        return
    piece = pieces.of_words(one, twin)
    if twin is None:
        one.code, one.read_as = OUTDATED, piece.kind if piece else ""
    _lead(one, twin, piece)


def _lead(one: Unresolved, twin: Unresolved | None, piece: Paragraph | None) -> None:
    """Lead a row to its piece as it is read now, and make that what the person said it is."""
    one.paragraph, one.footnote, one.where = piece, twin.footnote if twin else None, twin.where if twin else one.where
    one.save(update_fields=["paragraph", "footnote", "where", "code", "read_as"])
    if piece is not None and one.state == UnresolvedState.corrected.name:
        Paragraph.objects.filter(pk=piece.pk).update(kind=one.answer)


def _fits(one: Unresolved, twin: Unresolved | None, pieces: _Pieces) -> bool:
    if one.state not in _ABOUT_WORDS:
        return True
    piece = pieces.of_words(one, twin)
    as_before = piece is not None and (twin is not None or (one.code == OUTDATED and piece.kind == one.read_as))
    if one.state == UnresolvedState.corrected.name:
        return piece is not None and (as_before or piece.kind == one.answer)
    target = pieces.same_paragraph(one.answer)
    if target is None:
        return False
    if piece is None:  # the reader puts it where the person did
        return _words(one.text) in _words(target.text)
    return piece.number is None and (as_before or piece.kind == BlockKind.TEXT.value)


def _asked_again(one: Unresolved, twin: Unresolved | None, pieces: _Pieces) -> Unresolved:
    """Return what is put to a person beside an earlier decision, unsaved: the doubt as it is now, else a new one."""
    if twin is not None:
        twin.earlier = one
        return twin
    piece = pieces.of_words(one, None)
    return Unresolved(
        expression=one.expression, paragraph=piece, code=OUTDATED, text=one.text, where=_where(one, piece), earlier=one,
        read_as=piece.kind if piece else "",
    )  # fmt: skip


def _where(one: Unresolved, piece: Paragraph | None) -> str:
    """Return the place of a piece as the reader says it; of none, where it was."""
    if piece is None:
        return one.where
    if piece.number is not None:
        return f"article {piece.key.removeprefix('art_')}" if piece.key.startswith("art_") else str(piece.number)
    return f"heading {piece.label}" if piece.label else one.where
