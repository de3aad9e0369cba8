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
ASKING = by("drafter", "case_officer", "head", "system")
ASKED = by("registry", "case_officer", "reviewer", "head", "system")


def _to(step: str) -> tuple[Mark, ...]:
    return audit(f"cases.step.{step}")


def _each(sources: tuple[State, ...], target: State, name: str, *marks: tuple[Mark, ...]) -> None:
    """Declare the same move from several steps."""
    for source in sources:
        move = source >> target | _to(name)
        for more in marks:
            move |= more


class OutgoingGraph(Graph):
    """A request that we make: draft, review, signature, then what the other State does and what we answer."""

    draft = State(initial=True, turn=OURS)
    pre_consultation = State(turn=THEIRS)
    internal_review = State(turn=OURS)
    approved = State(turn=OURS)
    signed = State(turn=OURS)
    sent = State(turn=THEIRS)
    returned = State(turn=OURS)
    referred = State(turn=OURS)
    acknowledged = State(turn=THEIRS)
    under_examination = State(turn=THEIRS)
    clarification = State(turn=OURS)
    conditions_offered = State(turn=OURS)
    views_asked = State(turn=OURS)
    consent_awaited = State(turn=THEIRS)
    in_execution = State(turn=THEIRS)
    material_check = State(turn=OURS)
    closing = State(turn=OURS)
    withdrawn = State(turn=OURS)
    closed = State(terminal=True, turn=NOBODY)
    discarded = State(terminal=True, turn=NOBODY)

    # Ours alone: nobody sees a draft, unless it is shared for comment.
    draft >> internal_review | WRITERS | _to("internal_review")
    draft >> pre_consultation | WRITERS | _to("pre_consultation")
    draft >> discarded | WRITERS | _to("discarded")
    draft >> returned | WRITERS | needs("was_returned", article="46(14)") | _to("returned")
    pre_consultation >> draft | WRITERS | POST | _to("draft")
    internal_review >> draft | by("reviewer", "case_officer", "head", "drafter") | _to("draft")
    (
        internal_review >> approved
        | by("reviewer", "case_officer", "head")
        | needs("review", article="46(13)")
        | _to("approved")
    )
    internal_review >> discarded | by("head", "drafter", "case_officer") | _to("discarded")
    approved >> draft | by("head", "reviewer", "drafter") | _to("draft")
    approved >> signed | by("head") | needs("complete", article="46(15)") | _to("signed")
    approved >> discarded | by("head", "drafter", "case_officer") | _to("discarded")

    # Sent. It may come back before it is registered, and is then corrected and sent again.
    signed >> sent | POST | _to("sent")
    _each((sent,), returned, "returned", POST)
    _each((sent,), referred, "referred", POST)
    returned >> draft | WRITERS | _to("draft")
    _each((sent, withdrawn, closed), acknowledged, "acknowledged", ASKING)

    # From here the other State's messages move the case, and our answers to them.
    _each(
        (acknowledged, clarification, conditions_offered, views_asked, consent_awaited, in_execution, material_check,
         closing, withdrawn, closed),
        under_examination, "under_examination", ASKING,
    )  # fmt: skip
    _each(
        (acknowledged, under_examination, conditions_offered, views_asked, consent_awaited, in_execution,
         material_check),
        clarification, "clarification", ASKING,
    )  # fmt: skip
    _each(
        (acknowledged, under_examination, clarification, views_asked, consent_awaited, material_check),
        conditions_offered, "conditions_offered", ASKING,
    )  # fmt: skip
    _each(
        (acknowledged, under_examination, clarification, conditions_offered, consent_awaited, in_execution,
         material_check, closing, withdrawn, closed),
        views_asked, "views_asked", ASKING,
    )  # fmt: skip
    _each(
        (under_examination, clarification, conditions_offered, views_asked, in_execution, material_check, closing,
         withdrawn, closed),
        consent_awaited, "consent_awaited", ASKING,
    )  # fmt: skip
    _each(
        (acknowledged, under_examination, clarification, conditions_offered, views_asked, consent_awaited,
         material_check),
        in_execution, "in_execution", ASKING,
    )  # fmt: skip
    # What was already on its way when we closed is received and receipted all the same.
    _each(
        (under_examination, clarification, conditions_offered, views_asked, consent_awaited, in_execution, closing,
         withdrawn, closed),
        material_check, "material_check", ASKING,
    )  # fmt: skip
    _each(
        (acknowledged, under_examination, clarification, conditions_offered, views_asked, consent_awaited,
         in_execution, material_check, withdrawn),
        closing, "closing", ASKING,
    )  # fmt: skip
    _each(
        (signed, sent, returned, referred, acknowledged, under_examination, clarification, conditions_offered,
         views_asked, consent_awaited, in_execution, material_check),
        withdrawn, "withdrawn", ASKING,
    )  # fmt: skip
    _each(
        (views_asked, consent_awaited, material_check, closing, withdrawn),
        closed, "closed", ASKING, needs("outcome", article="46(24)"),
    )  # fmt: skip


class IncomingGraph(Graph):
    """A request that is made to us: registration, examination, decision, execution, delivery."""

    announced = State(initial=True, turn=THEIRS)  # or at once in writing, as `received`
    received = State(turn=OURS)
    lapsed = State(terminal=True, turn=NOBODY)
    returned = State(turn=THEIRS)
    referred = State(turn=THEIRS)
    registered = State(turn=OURS)
    legal_review = State(turn=OURS)
    info_requested = State(turn=THEIRS)
    consultation = State(turn=OURS)
    decision = State(turn=OURS)
    conditions_offered = State(turn=THEIRS)
    views_awaited = State(turn=THEIRS)
    consent_asked = State(turn=OURS)
    executing = State(turn=OURS)
    results_at_ca = State(turn=OURS)
    transmitted = State(turn=THEIRS)
    awaiting_feedback = State(turn=THEIRS)
    closed = State(terminal=True, turn=NOBODY)

    # Before registration: announced orally, returned to be corrected, referred elsewhere.
    announced >> lapsed | by("case_officer", "registry", "system") | _to("lapsed")
    _each((announced, lapsed, returned), received, "received", POST)
    _each((received,), returned, "returned", by("registry", "case_officer"))
    _each((received,), referred, "referred", by("registry", "case_officer"))
    received >> registered | by("registry") | _to("registered")

    # Examination is ours alone; the decision itself is a message.
    registered >> legal_review | ASKED | _to("legal_review")
    legal_review >> consultation | ASKED | _to("consultation")
    legal_review >> decision | ASKED | _to("decision")
    consultation >> legal_review | ASKED | _to("legal_review")
    consultation >> decision | ASKED | _to("decision")
    decision >> legal_review | ASKED | _to("legal_review")
    decision >> consultation | ASKED | _to("consultation")

    # What we ask and offer, what they answer.
    _each(
        (info_requested, conditions_offered, views_awaited, consent_asked, executing, results_at_ca, transmitted,
         awaiting_feedback, closed),
        legal_review, "legal_review", ASKED,
    )  # fmt: skip
    _each(
        (legal_review, consultation, decision, conditions_offered, views_awaited, consent_asked, executing,
         results_at_ca, transmitted),
        info_requested, "info_requested", ASKED,
    )  # fmt: skip
    _each(
        (legal_review, consultation, decision, info_requested, views_awaited, consent_asked, transmitted),
        conditions_offered, "conditions_offered", ASKED,
    )  # fmt: skip
    _each(
        (legal_review, consultation, decision, info_requested, conditions_offered, consent_asked, executing,
         results_at_ca, transmitted, awaiting_feedback, closed),
        views_awaited, "views_awaited", ASKED,
    )  # fmt: skip
    _each(
        (legal_review, consultation, decision, info_requested, conditions_offered, views_awaited, executing,
         results_at_ca, transmitted, awaiting_feedback, closed),
        consent_asked, "consent_asked", ASKED,
    )  # fmt: skip

    # Execution and delivery.
    _each(
        (legal_review, consultation, decision, info_requested, conditions_offered, views_awaited, consent_asked,
         transmitted),
        executing, "executing", ASKED,
    )  # fmt: skip
    executing >> results_at_ca | by("executing_authority", "case_officer") | _to("results_at_ca")
    results_at_ca >> executing | by("case_officer") | _to("executing")
    _each(
        (legal_review, consultation, decision, info_requested, conditions_offered, views_awaited, consent_asked,
         executing, results_at_ca),
        transmitted, "transmitted", ASKED,
    )  # fmt: skip
    _each(
        (received, returned, referred, registered, legal_review, consultation, decision, info_requested,
         conditions_offered, views_awaited, consent_asked, executing, results_at_ca, transmitted),
        awaiting_feedback, "awaiting_feedback", ASKED,
    )  # fmt: skip
    _each(
        (views_awaited, consent_asked, transmitted, awaiting_feedback),
        closed, "closed", ASKED, needs("outcome", article="46(24)"),
    )  # fmt: skip


GRAPHS: dict[str, type[Graph]] = {"outgoing": OutgoingGraph, "incoming": IncomingGraph}


def turn(direction: str, step: str) -> str:
    """Return whose turn it is in a step: `ours`, `theirs` or `nobody`. Raises KeyError for an unknown step."""
    return GRAPHS[direction].states[step].turn
