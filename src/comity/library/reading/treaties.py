"""Which treaty a text speaks of: treaties by their names, and what "the Convention" means in a document."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comity.library.reading.languages.citing import joins
from comity.library.reading.languages.rules import one_of

if TYPE_CHECKING:
    from comity.library.reading.languages import Rules
    from comity.library.reading.languages.rules import Pairs

Mentions = list[tuple[int, int, str]]  # where from, where to, what is named
_FORWARD = 90  # characters from an article to the name of its treaty
_OURS = re.compile(
    r"反腐败公约|against Corruption|Corruption Convention|contre la corruption|contra la Corrupción|против коррупции"
    r"|مكافحة الفساد"
)
_OTHER = re.compile(
    r"有组织犯罪公约|Organized Crime|criminalité (?:transnationale )?organisée|Delincuencia Organizada"
    r"|организованной преступности|الجريمة المنظمة"
)
_AFTER = joins("treaty")
_PARTS = re.compile(r"[^a-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Context:
    """What "the Convention" and "the Conference" mean in this document."""

    rules: Rules
    convention: str = "uncac"
    conference: str = "CAC/COSP"


def context_of(names: str, rules: Rules) -> Context:
    """Return what "the Convention" means: the one that organ and title name, else the one against corruption."""
    return Context(rules, "untoc", "CTOC/COP") if _OTHER.search(names) and not _OURS.search(names) else Context(rules)


def treaties_in(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where a text names treaties."""
    return [(start, end) for start, end, _name in mentions(text, context.rules.instruments)]


@cache
def _pattern(rows: Pairs) -> re.Pattern[str]:
    return one_of(rows)


def mentions(text: str, rows: Pairs) -> Mentions:
    """Where treaties (or bodies) are named: start, end, and what is named; other laws by their own title."""
    found = []
    for mention in _pattern(rows).finditer(text):
        name = rows[int(str(mention.lastgroup)[1:])][0]
        found.append((mention.start(), mention.end(), name or mention.group().strip("《》")))
    return found


def before(named: Mentions, at: int, default: str) -> str:
    """The treaty named last before a place. A title that is no treaty counts only if it stands right there."""
    known = {"the_convention": default}
    for place in range(bisect_right(named, at, key=lambda one: one[1]) - 1, -1, -1):
        _start, end, name = named[place]
        if not _PARTS.search(name) or at - end <= 2:  # noqa: PLR2004 (a space or a particle)
            return known.get(name, name)
    return default


def after(text: str, at: int, named: Mentions) -> str:
    """The treaty that follows an article: "article 16 of the Organized Crime Convention"."""
    link = _AFTER.match(text[at : at + _FORWARD])
    if not link:
        return ""
    for start, _end, name in named:
        if at <= start <= at + link.end():
            return "" if name == "the_convention" else name
    return ""
