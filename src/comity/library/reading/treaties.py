"""Which treaty a text speaks of: treaties by their names, and what "the Convention" means in a document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from comity.kernel.patterns import late
from comity.library.reading.languages.citing import joins
from comity.library.reading.languages.rules import one_of
from comity.library.reading.provisions import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.library.reading.languages import Rules
    from comity.library.reading.languages.rules import Pairs

OWN: Final = "this"  # the law or treaty itself, as the instrument of an article
UNNAMED: Final = "convention"  # a convention that the law does not name in full
Mentions = list[tuple[int, int, str]]  # where from, where to, what is named
_FORWARD = 90  # characters from an article to the name of its treaty
_OURS = late(
    r"反腐败公约|against Corruption|Corruption Convention|contre la corruption|contra la Corrupción|против коррупции"
    r"|مكافحة الفساد"
)
_OTHER = late(
    r"有组织犯罪公约|Organized Crime|criminalité (?:transnationale )?organisée|Delincuencia Organizada"
    r"|организованной преступности|الجريمة المنظمة"
)
_AFTER = joins("treaty")
_THIS = late(r"(?:\bth(?:is|e present)|\b(?:la )?pr[ée]sente?|\best[ae]|[Нн]астоящ\w+|هذه|本)\s*$", re.IGNORECASE)
_PARTS = late(r"[^a-z0-9_-]")


@dataclass(frozen=True, slots=True)
class Context:
    """What "the Convention" and "the Conference" mean in this document.

    `own` is empty but for a law: there it says what its provisions are, `article` or `section`, and such a provision is
    the law's own unless another law or treaty is named right beside it.
    """

    rules: Rules
    convention: str = "uncac"
    conference: str = "CAC/COSP"
    own: str = ""


def context_of(names: str, rules: Rules) -> Context:
    """Return what "the Convention" means: the one that organ and title name, else the one against corruption."""
    return Context(rules, "untoc", "CTOC/COP") if _OTHER.search(names) and not _OURS.search(names) else Context(rules)


def law_context(texts: Sequence[str], context: Context, label: str) -> Context:
    """Return the context of a law: "the Convention" is the first known one that it names, if any.

    `label` is that of one of its provisions, as printed.
    """
    named = (name for text in texts for _start, _end, name in mentions(text, context.rules.instruments))
    known = (name for name in named if not _PARTS.search(name) and name not in {"the_convention", "rules-of-procedure"})
    return replace(context, convention=next(known, UNNAMED), own=unit_of(label))


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


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names, in order: `every` treaty and law, and those `known` here, without titles of others."""

    every: Mentions
    known: Mentions


def named_in(text: str, context: Context) -> Named:
    """Return the treaties and laws that a text names."""
    every = mentions(text, context.rules.instruments)
    return Named(every, [one for one in every if not _PARTS.search(one[2])])


def treaty_before(text: str, named: Named, at: int, context: Context) -> str:
    """The treaty named last before a place, in a law only right before it.

    A title that is no treaty counts only if it stands right there.
    """
    default = own_of(context) if context.own else context.convention
    known = {"the_convention": context.convention}
    if (last := _last(named.every, at)) is None:
        return default
    start, end, name = last
    beside = at - end <= 2  # noqa: PLR2004 (a space or a particle)
    if context.own and (not beside or _is_this(text, start, name)):
        return default
    if not beside:
        last = _last(named.known, at)
        name = last[2] if last else default
    return known.get(name, name)


def _last(named: Mentions, at: int) -> tuple[int, int, str] | None:
    """Return what is named last before a place."""
    place = bisect_right(named, at, key=lambda one: one[1])
    return named[place - 1] if place else None


def treaty_after(text: str, at: int, named: Named, context: Context) -> str:
    """The treaty that follows an article, "article 16 of the Organized Crime Convention"; empty for none."""
    link = _AFTER.match(text[at : at + _FORWARD])
    place = bisect_left(named.every, at, key=lambda one: one[0])
    if not link or place == len(named.every) or named.every[place][0] > at + link.end():
        return ""
    start, _end, name = named.every[place]
    if name != "the_convention":
        return name
    if not context.own:
        return ""
    return OWN if _is_this(text, start, name) else context.convention


def own_of(context: Context) -> str:
    """Whose an article is that a law cites without a name: its own where its provisions are articles."""
    return OWN if context.own == "article" else UNNAMED


def _is_this(text: str, start: int, name: str) -> bool:
    """Whether "the Convention" is said of the text itself: this Convention, 本公约."""
    return name == "the_convention" and bool(_THIS.search(text[max(0, start - 12) : start]))
