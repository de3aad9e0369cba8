"""The automatic numbers of a DOCX file: what its reader sees before a paragraph, though no letter of it is stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.library.reading.labels import chinese, letter, roman

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9  # levels of a list, as the format has them
_Level = tuple[str, str, int]  # the format of its number, the text around it, where it begins


class Numbers:
    """Counts along the paragraphs of one file, each list by itself."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.levels = _levels(numbering)
        self.styles = {
            one.get(f"{W}styleId", ""): (_value(one, "pPr/numPr/numId"), _value(one, "pPr/numPr/ilvl"))
            for one in _children(styles, "style")
        }
        self.counters: dict[str, list[int]] = {}

    def labelled(self, paragraph: etree._Element, words: str) -> str:
        """Return the words of the next paragraph with the number that stands before them."""
        by_style = self.styles.get(_value(paragraph, "pPr/pStyle"), ("", ""))
        list_id = _value(paragraph, "pPr/numPr/numId") or by_style[0]
        given = _value(paragraph, "pPr/numPr/ilvl") or by_style[1] or "0"
        depth = min(int(given) if given.isdigit() else 0, _DEEPEST)
        known = self.levels.get((list_id, depth))
        if known is None or not words.strip():
            return words
        form, text, start = known
        return f"- {words}" if form == "bullet" else f"{self._next(list_id, depth, text, start)} {words}"

    def _next(self, list_id: str, depth: int, text: str, start: int) -> str:
        counts = self.counters.setdefault(list_id, [])
        while len(counts) <= depth:
            counts.append(self.levels.get((list_id, len(counts)), ("", "", 1))[2] - 1)
        del counts[depth + 1 :]
        counts[depth] = counts[depth] + 1 if counts[depth] >= start - 1 else start
        return re.sub(
            r"%(\d)", lambda found: self._number(list_id, int(found[1]) - 1, counts), text or f"%{depth + 1}."
        )

    def _number(self, list_id: str, level: int, counts: list[int]) -> str:
        if level >= len(counts):
            return ""
        form, number = self.levels.get((list_id, level), ("decimal", "", 1))[0], counts[level]
        if form.startswith(("chinese", "ideograph", "taiwanese", "japanese")):
            return chinese(number)
        writers = {"lowerLetter": letter(number), "upperLetter": letter(number).upper()}
        writers |= {"lowerRoman": roman(number).lower(), "upperRoman": roman(number)}
        return writers.get(form, str(number))


def _levels(root: etree._Element | None) -> dict[tuple[str, int], _Level]:
    """Return what is known of each level of each list."""
    levels: dict[str, list[tuple[int, _Level]]] = {}
    for one in _children(root, "abstractNum"):
        levels[one.get(f"{W}abstractNumId", "")] = [
            (_count(each.get(f"{W}ilvl"), 0), _level(each)) for each in one.iter(f"{W}lvl")
        ]
    return {
        (number.get(f"{W}numId", ""), at): level
        for number in _children(root, "num")
        for at, level in levels.get(_value(number, "abstractNumId"), [])
    }


def _level(node: etree._Element) -> _Level:
    return _value(node, "numFmt") or "decimal", _value(node, "lvlText"), _count(_value(node, "start"), 1)


def _count(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else default


def _children(root: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if root is None else list(root.iter(f"{W}{name}"))


def _value(node: etree._Element, path: str) -> str:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")
