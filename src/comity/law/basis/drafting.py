"""What a basis means for the rules of a draft: in which mode of `comity.law.modes` they bind (UNCAC art. 46(7))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.law.basis.answer import BasisMode
from comity.law.modes import Mode

if TYPE_CHECKING:
    from comity.law.basis.answer import Answer, Basis

MODES: dict[BasisMode, Mode] = {
    BasisMode.TREATY: Mode.TREATY,
    BasisMode.UNCAC_MINI_TREATY: Mode.UNCAC_MINI_TREATY,
    BasisMode.UNCAC_IN_LIEU: Mode.UNCAC_IN_LIEU,
    BasisMode.UNCAC: Mode.UNCAC_MINI_TREATY,  # chapter V: article 46 applies mutatis mutandis (55(3))
    BasisMode.DOMESTIC: Mode.DOMESTIC,
}


def draftable(answer: Answer) -> list[Basis]:
    """Return the bases that a draft can rest on; one that must first be asked about, or is none, cannot."""
    return [one for one in answer.bases if one.mode in MODES]


def mode_of(answer: Answer, basis: Basis) -> Mode:
    """Return the mode of a draft on that basis; a law that helps on reciprocity asks for the statement of it."""
    on_reciprocity = any(one.code == "RECIPROCITY" for one in answer.warnings)
    return Mode.RECIPROCITY if basis.mode is BasisMode.DOMESTIC and on_reciprocity else MODES[basis.mode]
