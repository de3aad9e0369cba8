"""Whether a text is a law or a treaty, and which of its lines begin its provisions and their divisions.

A line is the head of a provision by its shape and by its turn: a report in which a sentence begins "Article 5 of the
Convention provides" has none, and neither has one whose paragraphs are numbered through below such headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.kernel.patterns import late
from comity.library.reading.languages.provisions import (
    ARABIC_ORDINAL,
    FIRST,
    HAN_DIVISIONS,
    HAN_GOES_ON,
    SECTION,
    SUFFIXES,
    WORDS,
    number_of,
    suffix_of,
)
from comity.library.reading.lines import ended
from comity.library.reading.shapes import Shape, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from comity.library.reading.lines import Layout, Line

FEWEST: Final = 3  # provisions in turn that make a text a law where nobody says that it is one
_GAP: Final = 10  # numbers that may be missing between two provisions: repealed ones are often left out
_TITLE: Final = 200  # characters of a title at most
_HAN_NUMBER = r"[一二三四五六七八九十百零〇]{1,7}|\d{1,4}"
_NUMBER = rf"(?:\(\s*\d{{1,4}}\s*\)|\d{{1,4}}|{FIRST}|{ARABIC_ORDINAL})"
_SUFFIX = rf"(?:\s*(?:{'|'.join(SUFFIXES)}|مكررا?ً?|[A-Z])(?![\w'’])|[-.]\d{{1,2}}(?!\d))?"
_ORDINAL = r"(?:\s?(?:er|ère|re)\b|\s?\.?[º°](?!\w))?"
_AFTER = r"(?P<sep>\s*(?:[.:：．]\s*[-–—]*|[-–—]+)\s*|\s+|$)(?P<rest>.*)$"


def _heads(name: str) -> re.Pattern[str]:
    rows = dict.fromkeys(word for one in WORDS.values() for word in getattr(one, name))
    return late(rf"^(?P<label>(?:{'|'.join(rows)})\s*(?P<n>{_NUMBER}){_ORDINAL}(?P<suffix>{_SUFFIX})){_AFTER}")


_FAMILIES = (
    _heads("article"),
    late(
        rf"^(?P<label>第\s*(?P<n>{_HAN_NUMBER})\s*条(?P<suffix>之[一二三四五六七八九十]{{1,2}})?)"
        r"(?P<sep>\s*[.:：．]\s*|\s*)(?P<rest>.*)$"
    ),
    _heads("section"),
    late(rf"^(?P<label>§\s*(?P<n>\d{{1,4}})(?P<suffix>[a-z]?(?![a-z]))){_AFTER}"),
)
_SECTIONS = {2, 3}  # places of the families whose provisions are sections
_RANKED = [(rank, word) for one in WORDS.values() for rank, word in one.divisions]
_DIVISION = late(
    rf"^(?P<label>(?i:(?:{FIRST}|deuxième|troisième|segunda|tercera)\s+(?:partie|parte)"
    rf"|(?P<word>{'|'.join(word for _rank, word in _RANKED)})\s+"
    rf"(?:[IVXLC]{{1,7}}|\d{{1,3}}|[A-Z]|ONE|TWO|THREE|FOUR|FIVE|{FIRST}|{ARABIC_ORDINAL})))(?:\s*[.:：\-–—]+\s*|\s+|$)(?P<rest>.*)$"
)
_HAN_DIVISION = late(rf"^(?P<label>第\s*(?:{_HAN_NUMBER})\s*(?P<word>分编|编|章|节))(?P<sep>\s*)(?P<rest>.*)$")
_HAN_ON = late(HAN_GOES_ON)
_ON = late(rf"(?:{'|'.join(word for one in WORDS.values() for word in one.goes_on)})(?![\u0621-\u064a])")
_HAN = late("[\u4e00-\u9fff]")
_MARKUP = late(r"^(?:#{1,6}\s+|\*\*|__)+|(?:\*\*|__)$")


@dataclass(frozen=True, slots=True)
class Head:
    """A line that begins a provision, or a division of provisions.

    Attributes:
        label: as printed; rest: the words after it.
        number, suffix: of a provision.
        rank: of a division, 0 for a provision.
        firm: whether a mark parts the label from what follows, so that this may be the text itself.
    """

    label: str
    rest: str
    number: int = 0
    suffix: str = ""
    rank: int = 0
    firm: bool = False

    @property
    def place(self) -> str:
        """By what a provision is found: `5`, `5bis`, `5-1`."""
        return f"{self.number}{self.suffix}"


def place_of(label: str) -> str:
    """Return by what a provision is found, by its label as printed; empty for none."""
    heads = (_provision(label, family) for family in range(len(_FAMILIES)))
    return next((one.place for one in heads if one is not None), "")


def unit_of(label: str) -> str:
    """Return what a provision is, by its label as printed: `section` or `article`."""
    return "section" if any(_provision(label, family) for family in _SECTIONS) else "article"


def heads_in(lines: Sequence[Line], layout: Layout, *, said: bool) -> dict[int, Head]:
    """Return the lines that begin provisions and divisions; nothing for a text that is no law.

    `said` is that somebody says that it is a law: then one provision is enough, and any number may be the first.
    """
    cut = {at for at in range(1, len(lines)) if _goes_on(lines[at - 1], lines[at], layout)}
    families = [list(_in_turn(lines, family, cut, said=said)) for family in range(len(_FAMILIES))]
    most = max(range(len(families)), key=lambda family: len(families[family]))
    chosen = families[most]
    if len(chosen) < (1 if said else FEWEST) or (not said and _is_numbered_through(lines, [at for at, _one in chosen])):
        return {}
    found = dict(chosen)
    for at, line in enumerate(lines):
        if at not in found and (head := _division(line.text)) is not None:
            if head.rank == SECTION and most in _SECTIONS:
                continue
            found[at] = head
    return dict(sorted(found.items()))


def contents_in(lines: Sequence[Line], heads: dict[int, Head]) -> set[int]:
    """Return the lines of heads that only list what comes later: the same line stands there again, with text below."""
    last = {lines[at].text: at for at in heads}
    return {at for at in heads if last[lines[at].text] != at and (at + 1 in heads or at + 1 == len(lines))}


def _goes_on(before: Line, line: Line, layout: Layout) -> bool:
    """Whether a line is the middle of a wrapped sentence, which may begin with the name of an article."""
    return layout.full(before) and line.gap <= layout.gap and not ended(before.text)


def _in_turn(lines: Sequence[Line], family: int, cut: set[int], *, said: bool) -> Iterator[tuple[int, Head]]:
    """Yield the heads of one family whose number is due."""
    texts: dict[str, int] = {}
    shaped = [
        (at, head)
        for at, line in enumerate(lines)
        if (head := _provision(line.text, family)) is not None and (head.firm or at not in cut)
    ]
    for at, _head in shaped:
        texts[lines[at].text] = at
    last = 0
    heads = {at for at, _head in shaped}
    for at, head in shaped:
        listed = texts[lines[at].text] != at and at + 1 in heads
        due = head.number == last + 1 or (head.number == last and head.suffix)
        late = last < head.number <= last + _GAP
        if listed or due or (last and late) or (said and not last):
            yield at, head
            last = last if listed else head.number


def _provision(text: str, family: int) -> Head | None:
    found = _FAMILIES[family].match(_MARKUP.sub("", text))
    if found is None:
        return None
    rest, sep = found["rest"].strip(), found["sep"]
    firm = bool(sep.strip())
    if rest and not firm and not _may_begin(rest, spaced=bool(sep)):
        return None
    number = number_of(found["n"])
    return Head(found["label"].strip(), rest, number, suffix_of(found["suffix"] or ""), firm=firm) if number else None


def _may_begin(rest: str, *, spaced: bool) -> bool:
    """Whether words after a number, without any mark between, are a title or a text and not a sentence that goes on."""
    if _HAN.match(rest):
        return not _HAN_ON.match(rest)
    if not spaced or _ON.match(rest):
        return False
    if re.match(r"\(1\)\s*\S", rest):
        return True
    begins = rest[0].isupper() or rest[0] in '«“"[' or "\u0621" <= rest[0] <= "\u064a"
    return begins and not ended(rest) and len(rest) <= _TITLE


def _division(text: str) -> Head | None:
    text = _MARKUP.sub("", text)
    if found := _HAN_DIVISION.match(text):
        rest = found["rest"].strip()
        short = len(rest) <= 40 and not ended(rest) and not _HAN_ON.match(rest)  # noqa: PLR2004 (characters of a title)
        return Head(found["label"], rest, rank=HAN_DIVISIONS[found["word"]]) if short else None
    found = _DIVISION.match(text)
    if found is None:
        return None
    rest = found["rest"].strip()
    if rest and (rest[0].islower() or ended(rest) or len(rest) > _TITLE or _ON.match(rest)):
        return None
    word = found["word"] or "partie"
    return Head(
        found["label"].strip(), rest, rank=next(rank for rank, one in _RANKED if re.fullmatch(f"(?i:{one})", word))
    )


def _is_numbered_through(lines: Sequence[Line], heads: list[int]) -> bool:
    """Whether paragraphs are numbered through before or below the heads: then these are headings in a report."""
    numbers = [(at, seen.value) for at, line in enumerate(lines) if (seen := look(line.text)).shape is Shape.NUMBER]
    before = [value for at, value in numbers if at < heads[0]]
    if before[: len(before)] == list(range(1, len(before) + 1)) and len(before) >= FEWEST:
        return True
    through, last = 0, 0
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        below = [value for at, value in numbers if start < at < end]
        through += bool(below) and 0 < last == below[0] - 1
        last = below[-1] if below else last
    return through > 1
