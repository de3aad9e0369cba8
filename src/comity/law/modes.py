"""In which modes of the legal basis a rule binds (UNCAC art. 46(7)).

Paragraphs 1 to 8 and 30 of article 46, and every other article, bind States parties always. Paragraphs 9 to 29 are a
small treaty of their own: they bind where no treaty of assistance binds both States, or where both agree to use them
in its stead. Elsewhere the same steps are taken as house practice, shown as "by analogy": what would block only warns
and asks for a reason.
"""

from __future__ import annotations

import re
from enum import StrEnum

from comity.kernel.languages import Text


class Mode(StrEnum):
    """How the request rests on its legal basis."""

    UNCAC_MINI_TREATY = "uncac_mini_treaty"
    TREATY = "treaty"
    UNCAC_IN_LIEU = "uncac_in_lieu"
    DOMESTIC = "domestic"
    RECIPROCITY = "reciprocity"


class Applies(StrEnum):
    """When a rule binds, as its source says."""

    ALWAYS = "always"
    MINI_TREATY = "mini_treaty"
    NO_TREATY = "no_treaty"
    PRACTICE = "practice"


class Force(StrEnum):
    """What a rule does in one mode."""

    BINDS = "binds"
    BY_ANALOGY = "by_analogy"
    SILENT = "silent"


MODE_TITLES = {
    Mode.UNCAC_MINI_TREATY: Text(
        "the Convention itself: no treaty of assistance binds both States (46(7), paragraphs 9 to 29 apply)",
        "《公约》本身：双方之间没有司法协助条约（第四十六条第七款，适用第九款至第二十九款）",
    ),
    Mode.TREATY: Text(
        "a treaty of assistance that binds both States (its own provisions stand; 46(7))",
        "对双方均有约束力的司法协助条约（适用该条约本身的规定，第四十六条第七款）",
    ),
    Mode.UNCAC_IN_LIEU: Text(
        "the Convention, paragraphs 9 to 29, in lieu of a treaty by agreement of both States (46(7))",
        "经双方同意，以《公约》第四十六条第九款至第二十九款代替条约的相应规定（第四十六条第七款）",
    ),
    Mode.DOMESTIC: Text("domestic law of the requested State", "被请求国的本国法律"),
    Mode.RECIPROCITY: Text("reciprocity, without a treaty", "无条约情况下的互惠"),
}

APPLIES_TITLES = {
    Applies.ALWAYS: Text("always", "始终适用"),
    Applies.MINI_TREATY: Text(
        "binds under the Convention's paragraphs 9 to 29; elsewhere by analogy",
        "在适用《公约》第四十六条第九款至第二十九款时有约束力；其他情况下比照适用",
    ),
    Applies.NO_TREATY: Text("only where no treaty is the basis", "仅在不以条约为依据时适用"),
    Applies.PRACTICE: Text("our practice", "本系统的惯例"),
}

_CONVENTION = frozenset({Mode.UNCAC_MINI_TREATY, Mode.UNCAC_IN_LIEU})
_PARAGRAPH = re.compile(r"46\((\d+)\)")
_FIRST, _LAST = 9, 29


def parse_mode(value: object) -> Mode:
    """Return the mode of that name; anything else counts as the Convention itself, under which every rule binds."""
    return Mode(value) if isinstance(value, str) and value in set(Mode) else Mode.UNCAC_MINI_TREATY


def applies_in(article: str) -> Applies:
    """Return when the rule of `article` binds; a rule without an article is practice (UNCAC art. 46(7))."""
    if not article:
        return Applies.PRACTICE
    found = _PARAGRAPH.match(article)
    return Applies.MINI_TREATY if found and _FIRST <= int(found[1]) <= _LAST else Applies.ALWAYS


def force(applies: Applies, mode: Mode) -> Force:
    """Return what a rule of that kind does in `mode`."""
    match applies:
        case Applies.ALWAYS | Applies.PRACTICE:
            return Force.BINDS
        case Applies.MINI_TREATY:
            return Force.BINDS if mode in _CONVENTION else Force.BY_ANALOGY
        case Applies.NO_TREATY:
            return {Mode.RECIPROCITY: Force.BINDS, Mode.DOMESTIC: Force.BY_ANALOGY}.get(mode, Force.SILENT)
