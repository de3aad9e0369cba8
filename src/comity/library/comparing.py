"""Comparing two versions of a document: what changed in the wording, word by word; typography and layout set apart.

Paragraphs are put beside each other by number, or by what they say where numbers moved. Inside a pair, words are
compared by a key in which width, spaces, dashes, quotation marks and forms such as ㈡ do not count. Numbers, negations,
names and citations come first: they change what is agreed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.citations import cited_spans
from comity.library.reading.languages import rules_for
from comity.library.reading.names import named_spans
from comity.library.reading.treaties import Context

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from comity.library.reading.document import Document

_TOKEN = late(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,]\d+)*|\S")
_DIGITS = late(r"\d")
_NEGATION = late(
    r"不|没有|未|无|非|勿|莫|\b(?:not|no|none|never|without|nor|neither|cannot|unable|fail\w*|except|unless)\b",
    re.IGNORECASE,
)
_SAME = str.maketrans(
    {
        **dict.fromkeys("‐‑–—−－─", "-"),
        **dict.fromkeys("“”„«»「」『』″＂", '"'),
        **dict.fromkeys("‘’‚＇", "'"),
        "、": ",",
    }
)
_BESIDE = 2  # characters or words shown on either side of a change
_CLOSE = 1  # unchanged words between two changes that are shown as one
_ALIKE = 0.3  # share of pairs of characters in common from which two paragraphs may be one


class ChangeKind(StrEnum):
    """What a change touches, in the order in which changes are listed."""

    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    CITATION = "citation"
    ADDED = "added"
    REMOVED = "removed"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where, the words before and after with what stands beside them, and what it touches."""

    paragraph: str
    before: str
    after: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class Signs:
    """A place where the words are the same and their signs are not: with what stands beside, before and after."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text as it stands; `kind` where it was changed."""

    text: str
    kind: ChangeKind | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of the document that changed, whole, before and after; one of the two is empty where it is new or gone.

    `inline` is both in one: what stands before and what after, stretch by stretch; alike but for typography where
    nothing changed.
    """

    where: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    inline: tuple[tuple[Stretch, Stretch], ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    where: str
    text: str


def compare(before: Document, after: Document) -> list[Change]:
    """Return the substantive changes, numbers, negations, names and citations first, then in order of the text."""
    changes = [one for pair in beside(before, after) for one in pair.changes]
    order = list(ChangeKind)
    return sorted(changes, key=lambda one: order.index(one.kind))


def beside(before: Document, after: Document) -> list[Pair]:
    """Return the parts whose wording changed, in the order of the text, each whole and with its changes marked."""
    found = []
    for old, new in _pairs(_units(before), _units(after)):
        if old is not None and new is not None:
            pair = _inside(old, new, after.language)
        elif old is not None:
            pair = _alone(old, ChangeKind.REMOVED)
        elif new is not None:
            pair = _alone(new, ChangeKind.ADDED)
        else:
            continue
        if pair.changes:
            found.append(pair)
    return found


def typography(before: Document, after: Document) -> list[Signs]:
    """Return the places that say the same in other signs: punctuation, brackets, dashes, capitals, forms such as ㈡.

    Spaces and the ends of lines are layout, which is not told at all.
    """
    return [
        Signs(new.where, _shown(*left), _shown(*right))
        for old, new in _pairs(_units(before), _units(after))
        if old is not None and new is not None and old.text != new.text
        for left, right in _other_signs(old, new)
    ]


def _alone(one: _Unit, kind: ChangeKind) -> Pair:
    whole, nothing = Stretch(one.text, kind), Stretch("", kind)
    left, right = (whole, nothing) if kind is ChangeKind.REMOVED else (nothing, whole)
    change = Change(one.where, left.text, right.text, kind)
    return Pair(one.where, (left,), (right,), ((left, right),), (change,))


def _units(document: Document) -> list[_Unit]:
    """Return what is compared: title, headings, paragraphs, footnotes. A masthead that is not there says nothing."""
    units = [_Unit("title", document.title)] if document.title else []
    seen: set[tuple[str, ...]] = set()
    for one in document.paragraphs:
        for depth in range(1, len(one.headings) + 1):
            if one.headings[:depth] not in seen:
                seen.add(one.headings[:depth])
                units.append(
                    _Unit(f"heading {one.headings[depth - 1].partition('.')[0]}"[:40], one.headings[depth - 1])
                )
        units.append(_Unit(one.place, one.text))
    return units + [_Unit(f"footnote {one.mark}", one.text) for one in document.footnotes]


def _pairs(before: list[_Unit], after: list[_Unit]) -> Iterator[tuple[_Unit | None, _Unit | None]]:
    """Yield units side by side in order; one that has no counterpart stands alone."""
    left, right = [_grams(one.text) for one in before], [_grams(one.text) for one in after]
    if len(before) == len(after) and all(map(_alike, left, right)):
        yield from zip(before, after, strict=True)
        return
    at, beside = 0, 0
    for old, new in _aligned(before, after, left, right):
        yield from ((one, None) for one in before[at:old])
        yield from ((None, one) for one in after[beside:new])
        yield before[old], after[new]
        at, beside = old + 1, new + 1
    yield from ((one, None) for one in before[at:])
    yield from ((None, one) for one in after[beside:])


def _grams(text: str) -> frozenset[str]:
    key = "".join(word.key for word in _words(text))
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset((key,))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return _likeness(one, other) > _ALIKE


def _aligned(
    before: Sequence[_Unit], after: Sequence[_Unit], left: list[frozenset[str]], right: list[frozenset[str]]
) -> list[tuple[int, int]]:
    """Return which units belong together: the chain in order with the greatest likeness; one number counts a little."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    score: dict[tuple[int, int], float] = {}
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            likeness = _likeness(left[i], right[j])
            together = 0.0
            if likeness > _ALIKE:
                score[i, j] = likeness + (0.05 if before[i].where == after[j].where else 0.0)
                together = score[i, j] + best[i + 1][j + 1]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    chain, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if (i, j) in score and best[i][j] == score[i, j] + best[i + 1][j + 1]:
            chain.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return chain


def _words(text: str) -> list[_Word]:
    """Return the words of a text with the keys by which they are compared; a Han character is a word of its own."""
    words: list[_Word] = []
    for found in _TOKEN.finditer(text):
        key = unicodedata.normalize("NFKC", found.group()).translate(_SAME).casefold()
        words += [_Word(each, *found.span()) for each in (_TOKEN.findall(key) or [key])]
    return words


def _inside(old: _Unit, new: _Unit, language: str) -> Pair:
    changes: list[Change] = []
    inline: list[tuple[Stretch, Stretch]] = []
    at = beside = 0
    for left, right in _changed(old, new):
        kind = _kind(left, right, language)
        changes.append(Change(new.where, _shown(*left), _shown(*right), kind))
        (start, end), (first, last) = _span(left), _span(right)
        inline.append((Stretch(old.text[at:start]), Stretch(new.text[beside:first])))
        inline.append((Stretch(old.text[start:end], kind), Stretch(new.text[first:last], kind)))
        at, beside = end, last
    inline.append((Stretch(old.text[at:]), Stretch(new.text[beside:])))
    return Pair(
        new.where,
        tuple(one for one, _other in inline if one.text),
        tuple(one for _other, one in inline if one.text),
        tuple(inline),
        tuple(changes),
    )


def _changed(old: _Unit, new: _Unit) -> Iterator[tuple[_Side, _Side]]:
    """Yield the places where two texts differ in more than marks."""
    left, right = _words(old.text), _words(new.text)
    for i, i_end, j, j_end in _joined([code[1:] for code in _codes(left, right) if code[0] != "equal"]):
        if not _are_marks(left[i:i_end], right[j:j_end]):
            yield (old.text, left, i, i_end), (new.text, right, j, j_end)


def _other_signs(old: _Unit, new: _Unit) -> Iterator[tuple[_Side, _Side]]:
    """Yield the places where two texts differ in marks, or in how the same words are written."""
    left, right = _words(old.text), _words(new.text)
    found: list[tuple[int, int, int, int]] = []
    for what, i, i_end, j, j_end in _codes(left, right):
        if what == "equal":
            both = zip(left[i:i_end], right[j:j_end], strict=True)
            written = [old.text[one.start : one.end] == new.text[same.start : same.end] for one, same in both]
            found += [(i + at, i + at + 1, j + at, j + at + 1) for at, alike in enumerate(written) if not alike]
        elif _are_marks(left[i:i_end], right[j:j_end]):
            found.append((i, i_end, j, j_end))
    for i, i_end, j, j_end in _joined(found):
        yield (old.text, left, i, i_end), (new.text, right, j, j_end)


def _codes(left: list[_Word], right: list[_Word]) -> list[tuple[str, int, int, int, int]]:
    """Return which words of two texts are the same, and which stand in place of which."""
    matcher = SequenceMatcher(None, [one.key for one in left], [one.key for one in right], autojunk=False)
    return [*matcher.get_opcodes()]


def _are_marks(left: list[_Word], right: list[_Word]) -> bool:
    """Whether nothing but marks stands there: a comma more or less is typography."""
    return not any(re.search(r"\w", one.key) for one in (*left, *right))


def _joined(codes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    joined: list[tuple[int, int, int, int]] = []
    for one in codes:
        if joined and one[0] - joined[-1][1] <= _CLOSE and one[2] - joined[-1][3] <= _CLOSE:
            joined[-1] = (joined[-1][0], one[1], joined[-1][2], one[3])
        else:
            joined.append(one)
    return joined


def _shown(text: str, words: list[_Word], start: int, end: int) -> str:
    """Return the changed words with those beside them, up to a mark."""
    first, last = start, end
    while first > max(0, start - _BESIDE) and re.match(r"\w", words[first - 1].key):
        first -= 1
    while last < min(len(words), end + _BESIDE) and re.match(r"\w", words[last].key):
        last += 1
    return text[words[first].start : words[last - 1].end] if last > first else ""


_Side = tuple[str, list[_Word], int, int]


def _kind(old: _Side, new: _Side, language: str) -> ChangeKind:
    cores = [_core(side) for side in (old, new)]
    spans = [_span(side) for side in (old, new)]
    context = Context(rules_for(language))
    cited = any(_touches(span, cited_spans(side[0], context)) for span, side in zip(spans, (old, new), strict=True))
    if any(_DIGITS.search(core) for core in cores):
        return ChangeKind.CITATION if cited else ChangeKind.NUMBER
    if _NEGATION.findall(cores[0]) != _NEGATION.findall(cores[1]):
        return ChangeKind.NEGATION
    if cited:
        return ChangeKind.CITATION
    if any(_touches(span, named_spans(side[0], context.rules)) for span, side in zip(spans, (old, new), strict=True)):
        return ChangeKind.NAME
    return ChangeKind.WORDING


def _core(side: _Side) -> str:
    text, words, start, end = side
    return text[words[start].start : words[end - 1].end] if end > start else ""


def _span(side: _Side) -> tuple[int, int]:
    """Where the changed words stand; where nothing stands, the place between its neighbours."""
    text, words, start, end = side
    if end > start:
        return words[start].start, words[end - 1].end
    at = words[start].start if start < len(words) else len(text)
    return at, at


def _touches(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(
        start < span[1] and span[0] < end if span[0] < span[1] else start < span[0] < end for start, end in others
    )
