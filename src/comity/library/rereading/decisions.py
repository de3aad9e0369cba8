"""What persons decided about pieces of a document, carried over to the document as it is read now.

A decision holds as long as it is about the same words: either the reader still does not understand them, or it reads
them now as the person said. Where that cannot be told, nothing is guessed: `E_LIBRARY_DECIDED`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from comity.library.errors import LibraryError
from comity.library.models import Paragraph, Unresolved
from comity.library.reading.document import BlockKind
from comity.library.reading.symbols import match_key
from comity.library.review_states import UnresolvedState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from comity.library.keeping import Rows

WAITING = UnresolvedState.waiting.name
_ABOUT_WORDS = {UnresolvedState.corrected.name, UnresolvedState.assigned.name}


def carry_over(before: Sequence[Unresolved], numbered: Mapping[str, str], now: Rows) -> None:
    """Bring what was not understood, and what was decided of it, to the pieces as they are read now.

    `before` are the rows as they were, in order, though they lead to no piece any more; `numbered` the texts that the
    numbered paragraphs had, by key. What still waits and is understood now goes; what is not understood is new.

    Raises:
        LibraryError: `E_LIBRARY_DECIDED`, a decision may not fit any more.
    """
    pieces = _Pieces.of(now.pieces, numbered)
    fresh: list[Unresolved] = []
    for one, twin in _pairs(before, now.unresolved):
        if one is None:
            fresh += [twin] if twin else []
        elif twin is None and one.state == WAITING:
            one.delete()
        elif one.state not in _ABOUT_WORDS or one.paragraph_id is not None:
            _carry(one, twin, pieces)
    order = {id(one): at for at, one in enumerate(now.unresolved)}
    Unresolved.objects.bulk_create(sorted(fresh, key=lambda one: order[id(one)]))


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

    def only(self, text: str) -> Paragraph | None:
        """Return the one piece of these words; None where there are more, or none."""
        same = self.by_words[_words(text)]
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
) -> Iterator[tuple[Unresolved | None, Unresolved | None]]:
    """Yield what was not understood with the same doubt about the same words now.

    Of the same words several times, the first is the first; which is which cannot be told where their number changed.
    """
    groups: defaultdict[tuple[str, str], tuple[list[Unresolved], list[Unresolved]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((before, now)):
        for one in rows:
            groups[one.code, _words(one.text)][side].append(one)
    for was, is_now in groups.values():
        if was and is_now and len(was) != len(is_now):
            if any(one.state in _ABOUT_WORDS for one in was):
                raise LibraryError("E_LIBRARY_DECIDED")
            was.sort(key=lambda one: one.state == WAITING)  # what was decided stays
        yield from zip_longest(was, is_now)


def _carry(one: Unresolved, twin: Unresolved | None, pieces: _Pieces) -> None:
    """Lead a row to its piece as it is read now, and make that what the person said it is."""
    piece = twin.paragraph if twin else pieces.only(one.text)
    if not _fits(one, piece, pieces, doubted=twin is not None):
        raise LibraryError("E_LIBRARY_DECIDED")
    one.paragraph, one.footnote, one.where = piece, twin.footnote if twin else None, twin.where if twin else one.where
    one.save(update_fields=["paragraph", "footnote", "where"])
    if piece is not None and one.state == UnresolvedState.corrected.name:
        Paragraph.objects.filter(pk=piece.pk).update(kind=one.answer)


def _fits(one: Unresolved, piece: Paragraph | None, pieces: _Pieces, *, doubted: bool) -> bool:
    if one.state not in _ABOUT_WORDS:
        return True
    if one.state == UnresolvedState.corrected.name:
        return piece is not None and (doubted or piece.kind == one.answer)
    target = pieces.same_paragraph(one.answer)
    if target is None:
        return False
    if piece is None:  # the reader puts it where the person did
        return _words(one.text) in _words(target.text)
    return piece.number is None and (doubted or piece.kind == BlockKind.TEXT.value)
