"""What must hold before a decision on a measure, by the legal basis of its case (UNCAC art. 46(8)-(9), (21)-(26))."""

from __future__ import annotations

from comity.law.assistance import Coercive
from comity.law.grounds import FORBIDDEN, GROUNDS, DualCriminality
from comity.law.guards import Refusal, Warned, check_refusal

ACCEPTED_UNDER = "46(17)"


def check_decision(
    *,
    mode: str,
    kind: str,
    module: str,
    decision: str,
    ground: str,
    reasons: str,
    consulted: bool,
    override_reason: str,
    dual: str,
    force: str = "",
    public: bool = False,
) -> tuple[str, list[Warned]]:
    """Return the article a decision rests on, and which steps were left out with a reason.

    Raises:
        RuleViolation: a step that the law demands first is missing.
    """
    if decision == "accepted":
        return ACCEPTED_UNDER, []
    warned = check_refusal(
        Refusal(
            mode=mode,
            kind=kind,
            module=module,
            ground=ground,
            reasons=reasons,
            consulted=consulted,
            override_reason=override_reason,
            dual=DualCriminality(dual) if dual in set(DualCriminality) else DualCriminality.UNCLEAR,
            coercive=Coercive(force) if force in set(Coercive) else None,
            public=public,
        )
    )
    named = GROUNDS.get(ground) or FORBIDDEN.get(ground)
    return (named.article if named else ""), warned
