"""How two texts of a draft differ, word by word, and which of the changes weigh most. Pure.

English is compared by words, Chinese by characters. Time is bounded whatever the texts are: sentences that stand once
in both are anchors (patience), words that stand once between them are anchors again, and only what lies between two
anchors is compared in full, by `difflib`, as long as a budget lasts; beyond it a passage counts as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from comity.kernel.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["same", "removed", "added"]
Pair = tuple[int, int]

HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TOKEN = late(rf"[{HAN}]|\s+|[^\W_{HAN}]+(?:[.,:/’'-][^\W_{HAN}]+)*|.", re.DOTALL)
_SENTENCE = late(r"[^.!?;\n。！？；]*[.!?;\n。！？；]*\s*")
_GLUE = late(rf"[{HAN}]|[\s,.;:，。；：、]+")
DEPTH = 8  # anchors inside anchors
LEAF = 200 * 200  # tokens of one passage times tokens of the other
BUDGET = 60 * LEAF  # of all passages of two texts together


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both, or only in the earlier, or only in the later one."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in order; those that are `same` or `removed` make up the earlier text."""
    matching = _Matching()
    first, second = _SENTENCE.findall(before), _SENTENCE.findall(after)
    pieces: list[Piece] = []
    for same, gone, come in _blocks(matching.pairs(first, second), len(first), len(second)):
        pieces += _words("".join(first[slice(*gone)]), "".join(second[slice(*come)]), matching)
        pieces.append(Piece("same", "".join(first[slice(*same)])))
    return _joined(_glued(_joined(pieces)))


def _words(before: str, after: str, matching: _Matching) -> list[Piece]:
    first, second = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces = []
    for same, gone, come in _blocks(matching.pairs(first, second), len(first), len(second)):
        pieces.append(Piece("removed", "".join(first[slice(*gone)])))
        pieces.append(Piece("added", "".join(second[slice(*come)])))
        pieces.append(Piece("same", "".join(first[slice(*same)])))
    return pieces


def _blocks(pairs: list[Pair], long: int, other: int) -> Iterator[tuple[Pair, Pair, Pair]]:
    """Yield what matches after what does not: bounds of the run of matches, and of what lies before it in each."""
    i = j = position = 0
    while True:
        start = pairs[position] if position < len(pairs) else (long, other)
        run = 0
        while position < len(pairs) and pairs[position] == (start[0] + run, start[1] + run):
            run, position = run + 1, position + 1
        yield (start[0], start[0] + run), (i, start[0]), (j, start[1])
        if start == (long, other):
            return
        i, j = start[0] + run, start[1] + run


class _Matching:
    """Finds which units of two sequences belong together, within one budget for a whole comparison."""

    def __init__(self) -> None:
        self.left = BUDGET

    def pairs(self, a: Sequence[str], b: Sequence[str]) -> list[Pair]:
        """Return the positions of units that stand in both, both rising."""
        return list(self._between(a, b, (0, len(a)), (0, len(b)), 0))

    def _between(self, a: Sequence[str], b: Sequence[str], in_a: Pair, in_b: Pair, depth: int) -> Iterator[Pair]:
        (i, end_a), (j, end_b) = in_a, in_b
        while i < end_a and j < end_b and a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        tail = 0
        while i < end_a - tail and j < end_b - tail and a[end_a - tail - 1] == b[end_b - tail - 1]:
            tail += 1
        stop_a, stop_b = end_a - tail, end_b - tail
        if i < stop_a and j < stop_b:
            anchors = _anchors(a, b, (i, stop_a), (j, stop_b)) if depth < DEPTH else []
            if anchors:
                bounds = [(i - 1, j - 1), *anchors, (stop_a, stop_b)]
                for (low_a, low_b), (high_a, high_b) in pairwise(bounds):
                    yield from self._between(a, b, (low_a + 1, high_a), (low_b + 1, high_b), depth + 1)
                    if (high_a, high_b) != (stop_a, stop_b):
                        yield high_a, high_b
            else:
                yield from self._in_full(a[i:stop_a], b[j:stop_b], i, j)
        yield from ((stop_a + n, stop_b + n) for n in range(tail))

    def _in_full(self, a: Sequence[str], b: Sequence[str], i: int, j: int) -> Iterator[Pair]:
        cost = len(a) * len(b)
        if cost > min(LEAF, self.left):
            return
        self.left -= cost
        for at_a, at_b, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            yield from ((i + at_a + n, j + at_b + n) for n in range(size))


def _anchors(a: Sequence[str], b: Sequence[str], in_a: Pair, in_b: Pair) -> list[Pair]:
    """Return the units that stand exactly once in each stretch, in the longest order that both share."""
    once_a, once_b = _once(a, in_a), _once(b, in_b)
    shared = sorted((at, once_b[unit]) for unit, at in once_a.items() if unit in once_b and not unit.isspace())
    return _rising(shared)


def _once(units: Sequence[str], within: Pair) -> dict[str, int]:
    seen: dict[str, int] = {}
    for position in range(*within):
        seen[units[position]] = -1 if units[position] in seen else position
    return {unit: position for unit, position in seen.items() if position >= 0}


def _rising(pairs: list[Pair]) -> list[Pair]:
    """Return the longest chain of pairs in which the second numbers rise too."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, (_a, b) in enumerate(pairs):
        place = bisect_left(ends, b)
        before.append(at[place - 1] if place else -1)
        if place == len(ends):
            ends.append(b)
            at.append(position)
        else:
            ends[place], at[place] = b, position
    chain, position = [], at[-1] if at else -1
    while position >= 0:
        chain.append(pairs[position])
        position = before[position]
    return chain[::-1]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind; between two matches all that is removed stands before all that is added."""
    found: list[Piece] = []
    gone = come = ""

    def flush() -> None:
        nonlocal gone, come
        found.extend(Piece(kind, text) for kind, text in _two(gone, come) if text)
        gone = come = ""

    for piece in pieces:
        if piece.kind == "removed":
            gone += piece.text
        elif piece.kind == "added":
            come += piece.text
        elif piece.text:
            flush()
            if found and found[-1].kind == "same":
                found[-1] = Piece("same", found[-1].text + piece.text)
            else:
                found.append(piece)
    flush()
    return found


def _two(gone: str, come: str) -> tuple[tuple[Kind, str], tuple[Kind, str]]:
    return ("removed", gone), ("added", come)


def _glued(pieces: list[Piece]) -> Iterator[Piece]:
    """Take a space, a mark or one character that stands alone between two changes as part of the change."""
    for position, piece in enumerate(pieces):
        inside = 0 < position < len(pieces) - 1
        if piece.kind == "same" and inside and _GLUE.fullmatch(piece.text):
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


# What weighs most when it changes, in the order in which it is named.
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = late(  # in Chinese: year, month, day
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|(?:{_MONTH})(?: \d{{1,2}},)? \d{{4}}"
    r"|\d{4} ?\u5e74(?: ?\d{1,2} ?\u6708)?(?: ?\d{1,2} ?\u65e5)?|\d{1,2} ?\u6708 ?\d{1,2} ?\u65e5"
)
_NUMBER = late(r"\d+(?:[.,  ]\d+)*|[〇一二三四五六七八九十百千万亿两]{2,}|[十百千万亿]")
_NEGATION = late(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|unless|except|cannot)\b|n[’']t\b"
    r"|[不未无非没勿]|除外|除非",
    re.IGNORECASE,
)
_NAME = late(r"(?<![.!?]\s)(?<!^)(?<!\n)\b[A-Z][\w’'-]*(?: (?:(?:of|de|van|von|bin|al) )?[A-Z][\w’'-]*)*")
WEIGHTY = ("numbers", "dates", "names", "negations")


@dataclass(frozen=True, slots=True)
class Weighty:
    """What changed of one kind that weighs: what stood only in the earlier text, and only in the later."""

    kind: str
    gone: list[str]
    come: list[str]


def weighty(before: str, after: str, names: Iterable[str] = ()) -> list[Weighty]:
    """Return the changed numbers, dates, names and negations; a date's own numbers count with the date.

    Args:
        before: the earlier text.
        after: the later text.
        names: names to look for besides what is written with capitals, such as Chinese ones.
    """
    known = [name for name in names if name.strip()]
    first, second = _found(before, known), _found(after, known)
    found = []
    for kind in WEIGHTY:
        gone, come = first[kind] - second[kind], second[kind] - first[kind]
        if gone or come:
            found.append(Weighty(kind, sorted(gone.elements()), sorted(come.elements())))
    return found


def _found(text: str, names: Sequence[str]) -> dict[str, Counter[str]]:
    dates = _DATE.findall(text)
    without = _DATE.sub(" ", text)
    listed = Counter({name: text.count(name) for name in names if name in text})
    for name in names:
        without = without.replace(name, " ")
    return {
        "dates": Counter(dates),
        "numbers": Counter(_NUMBER.findall(without)),
        "names": listed + Counter(_NAME.findall(without)),
        "negations": Counter(one.lower() for one in _NEGATION.findall(text)),
    }


def rows(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    """Return the rows of two lists: those in both, those removed, those added, in order."""
    found = []
    for same, gone, come in _blocks(_Matching().pairs(before, after), len(before), len(after)):
        found += [Piece("removed", one) for one in before[slice(*gone)]]
        found += [Piece("added", one) for one in after[slice(*come)]]
        found += [Piece("same", one) for one in before[slice(*same)]]
    return found
