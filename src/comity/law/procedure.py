"""The steps of a case on both sides: who acts next, and which moves there are.

A step never says what became of a measure: that is `measures`. Steps after sending follow from messages
(`conversation`); each step says whose turn it is, so that no open case waits for nobody. What a person is to do in a
step, with article and time limit, stands in `steps`.
"""

from __future__ import annotations

from comity.kernel.graph import Graph, Mark, State, audit, by, needs

OURS, THEIRS, NOBODY = "ours", "theirs", "nobody"
POST = by("system")
WRITERS = by("drafter", "case_officer")


def _to(step: str) -> tuple[Mark, ...]:
    return audit(f"cases.step.{step}")


class OutgoingGraph(Graph):
    """A request that we make: draft, review, signature, then what the other State does and what we answer."""

    draft = State(initial=True, turn=OURS)
    internal_review = State(turn=OURS)
    approved = State(turn=OURS)
    signed = State(turn=OURS)
    sent = State(turn=THEIRS)
    acknowledged = State(turn=THEIRS)
    under_examination = State(turn=THEIRS)
    clarification = State(turn=OURS)
    in_execution = State(turn=THEIRS)
    material_check = State(turn=OURS)
    closing = State(turn=OURS)
    withdrawn = State(turn=OURS)
    closed = State(terminal=True, turn=NOBODY)
    discarded = State(terminal=True, turn=NOBODY)

    # Ours alone: nobody sees a draft.
    draft >> internal_review | WRITERS | _to("internal_review")
    draft >> discarded | WRITERS | _to("discarded")
    internal_review >> draft | by("reviewer", "drafter") | _to("draft")
    internal_review >> approved | by("reviewer") | needs("review", article="46(13)") | _to("approved")
    approved >> draft | by("head", "reviewer", "drafter") | _to("draft")
    approved >> signed | by("head") | needs("complete", article="46(15)") | _to("signed")
    approved >> discarded | by("head", "drafter", "case_officer") | _to("discarded")

    # Sent; from here the other State's messages move the case, and at any time ours that it is no longer needed.
    signed >> sent | POST | _to("sent")
    signed >> withdrawn | by("case_officer", "head") | _to("withdrawn")
    sent >> acknowledged | POST | _to("acknowledged")
    sent >> withdrawn | by("case_officer", "head") | _to("withdrawn")

    acknowledged >> under_examination | POST | _to("under_examination")
    acknowledged >> clarification | POST | _to("clarification")
    acknowledged >> in_execution | POST | _to("in_execution")
    acknowledged >> closing | POST | _to("closing")
    acknowledged >> withdrawn | by("case_officer", "head") | _to("withdrawn")

    under_examination >> clarification | POST | _to("clarification")
    under_examination >> in_execution | POST | _to("in_execution")
    under_examination >> material_check | POST | _to("material_check")
    under_examination >> closing | by("case_officer", "head", "system") | _to("closing")
    under_examination >> withdrawn | by("case_officer", "head") | _to("withdrawn")

    clarification >> under_examination | by("drafter", "case_officer", "system") | _to("under_examination")
    clarification >> in_execution | by("drafter", "case_officer", "head", "system") | _to("in_execution")
    clarification >> material_check | by("drafter", "case_officer", "head", "system") | _to("material_check")
    clarification >> closing | by("case_officer", "head", "system") | _to("closing")
    clarification >> withdrawn | by("case_officer", "head") | _to("withdrawn")

    in_execution >> clarification | POST | _to("clarification")
    in_execution >> material_check | POST | _to("material_check")
    in_execution >> closing | by("case_officer", "head", "system") | _to("closing")
    in_execution >> withdrawn | by("case_officer", "head") | _to("withdrawn")

    material_check >> clarification | POST | _to("clarification")
    material_check >> under_examination | WRITERS | _to("under_examination")
    material_check >> in_execution | WRITERS | _to("in_execution")
    material_check >> closing | WRITERS | _to("closing")
    material_check >> withdrawn | WRITERS | _to("withdrawn")
    material_check >> closed | WRITERS | needs("outcome", article="46(24)") | _to("closed")

    withdrawn >> material_check | POST | _to("material_check")
    withdrawn >> closing | POST | _to("closing")
    closing >> material_check | POST | _to("material_check")
    closing >> closed | by("case_officer", "head", "system") | needs("outcome", article="46(24)") | _to("closed")
    withdrawn >> closed | by("case_officer", "head", "system") | needs("outcome", article="46(24)") | _to("closed")
    # What was already on its way when we closed is received and receipted all the same.
    closed >> material_check | POST | _to("material_check")


class IncomingGraph(Graph):
    """A request that is made to us: registration, examination, decision, execution, delivery."""

    received = State(initial=True, turn=OURS)
    registered = State(turn=OURS)
    legal_review = State(turn=OURS)
    info_requested = State(turn=THEIRS)
    consultation = State(turn=OURS)
    decision = State(turn=OURS)
    executing = State(turn=OURS)
    results_at_ca = State(turn=OURS)
    transmitted = State(turn=THEIRS)
    awaiting_feedback = State(turn=THEIRS)
    closed = State(terminal=True, turn=NOBODY)

    received >> registered | by("registry") | _to("registered")
    received >> awaiting_feedback | POST | _to("awaiting_feedback")

    registered >> legal_review | by("case_officer", "reviewer", "head") | _to("legal_review")
    registered >> awaiting_feedback | POST | _to("awaiting_feedback")

    # Examination: the three steps are ours; the decision itself is a message.
    legal_review >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    legal_review >> consultation | by("case_officer", "reviewer", "head") | _to("consultation")
    legal_review >> decision | by("case_officer", "reviewer", "head") | _to("decision")
    legal_review >> executing | by("case_officer", "head", "system") | _to("executing")
    legal_review >> transmitted | by("case_officer", "head", "system") | _to("transmitted")
    legal_review >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    consultation >> legal_review | by("case_officer", "head") | _to("legal_review")
    consultation >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    consultation >> decision | by("case_officer", "head") | _to("decision")
    consultation >> executing | by("case_officer", "head", "system") | _to("executing")
    consultation >> transmitted | by("case_officer", "head", "system") | _to("transmitted")
    consultation >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    decision >> legal_review | by("case_officer", "head") | _to("legal_review")
    decision >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    decision >> consultation | by("case_officer", "head") | _to("consultation")
    decision >> executing | by("case_officer", "head", "system") | _to("executing")
    decision >> transmitted | by("case_officer", "head", "system") | _to("transmitted")
    decision >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    # The answer comes, or a decision without it, or they no longer need it.
    info_requested >> legal_review | by("case_officer", "head", "system") | _to("legal_review")
    info_requested >> executing | by("case_officer", "head", "system") | _to("executing")
    info_requested >> transmitted | by("case_officer", "head", "system") | _to("transmitted")
    info_requested >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    executing >> results_at_ca | by("executing_authority", "case_officer") | _to("results_at_ca")
    executing >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    executing >> transmitted | by("case_officer") | _to("transmitted")
    executing >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    results_at_ca >> executing | by("case_officer") | _to("executing")
    results_at_ca >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    results_at_ca >> transmitted | by("case_officer") | _to("transmitted")
    results_at_ca >> awaiting_feedback | by("head", "system") | _to("awaiting_feedback")

    transmitted >> legal_review | POST | _to("legal_review")
    transmitted >> info_requested | by("case_officer", "reviewer") | _to("info_requested")
    transmitted >> executing | POST | _to("executing")
    transmitted >> awaiting_feedback | POST | _to("awaiting_feedback")
    transmitted >> closed | POST | needs("outcome", article="46(24)") | _to("closed")

    (
        awaiting_feedback >> closed
        | by("case_officer", "head", "system")
        | needs("outcome", article="46(24)")
        | _to("closed")
    )


GRAPHS: dict[str, type[Graph]] = {"outgoing": OutgoingGraph, "incoming": IncomingGraph}


def turn(direction: str, step: str) -> str:
    """Return whose turn it is in a step: `ours`, `theirs` or `nobody`. Raises KeyError for an unknown step."""
    return GRAPHS[direction].states[step].turn
