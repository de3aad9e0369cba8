"""What must hold before a decision on a measure, by the legal basis of its case (UNCAC art. 46(8), 46(9), 46(21)-(26))."""

from __future__ import annotations

from collections.abc import Mapping

from comity.cases.rules import CaseworkError, check_said


def check_decision(
    *,
    mode: str,
    measure: Mapping[str, str],
    decision: str,
    ground: str,
    reasons: str,
    consulted: bool,
    override_reason: str,
) -> str:
    """Return the article that a decision rests on.

    Raises:
        CaseworkError: `E_GROUND`, `E_SAY`, `E_CONSULTATION`.
    """
    del mode, measure
    if decision == "accepted":
        return "46(17)"
    if not ground:
        raise CaseworkError("E_GROUND", "a refusal without a ground")
    check_said(reasons, "reasons")
    if not consulted:
        check_said(override_reason, "override_reason")
    return "46(21)"
