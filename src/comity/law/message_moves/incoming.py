"""From which step to which each kind of message leads on the requested side."""

from __future__ import annotations

from comity.law.conversation import Said

INCOMING: dict[Said, str] = {
    Said.REQUEST_SUBMIT: """
        - announced lapsed returned > received
    """,
    Said.ORAL_NOTICE: """
        - > announced
    """,
    Said.SUPPLEMENT: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        transmitted > =
        consent_asked > = views_awaited
        executing results_at_ca > legal_review
        awaiting_feedback closed > legal_review views_awaited
    """,
    Said.ACK: """
        received > registered
        awaiting_feedback > =
    """,
    Said.RETURN: """
        received > returned
    """,
    Said.REFER: """
        received > referred
    """,
    Said.CLARIFY_ASK: """
        legal_review consultation decision conditions_offered views_awaited consent_asked > info_requested
        executing results_at_ca transmitted > info_requested
    """,
    Said.CLARIFY_ANSWER: """
        legal_review consultation decision conditions_offered views_awaited consent_asked executing > =
        results_at_ca transmitted awaiting_feedback closed > =
        info_requested > = legal_review conditions_offered
        info_requested > views_awaited consent_asked executing transmitted
    """,
    Said.CONSULT_OPEN: """
        legal_review consultation decision consent_asked executing results_at_ca > views_awaited
        info_requested conditions_offered views_awaited transmitted > =
    """,
    Said.CONSULT_REPLY: """
        info_requested conditions_offered consent_asked transmitted awaiting_feedback closed > =
        views_awaited > = legal_review consent_asked executing
    """,
    Said.CONDITIONS_OFFER: """
        legal_review consultation decision views_awaited consent_asked > conditions_offered
        info_requested conditions_offered transmitted > =
    """,
    Said.CONDITIONS_ACCEPT: """
        legal_review info_requested views_awaited executing transmitted awaiting_feedback closed > =
        conditions_offered > = legal_review views_awaited consent_asked executing
    """,
    Said.CONDITIONS_REJECT: """
        legal_review info_requested views_awaited consent_asked executing transmitted awaiting_feedback > =
        closed > =
        conditions_offered > = legal_review views_awaited consent_asked
    """,
    Said.DECISION_ACCEPT: """
        legal_review consultation decision > = executing awaiting_feedback
        info_requested > = legal_review conditions_offered views_awaited
        info_requested > consent_asked executing transmitted awaiting_feedback
        conditions_offered views_awaited consent_asked transmitted > =
        executing results_at_ca > = awaiting_feedback
    """,
    Said.DECISION_REFUSE: """
        legal_review consultation decision > = executing awaiting_feedback
        info_requested > = legal_review conditions_offered views_awaited
        info_requested > consent_asked executing transmitted awaiting_feedback
        conditions_offered > = legal_review views_awaited consent_asked executing awaiting_feedback
        views_awaited > = consent_asked awaiting_feedback
        consent_asked transmitted > =
        executing results_at_ca > = awaiting_feedback
    """,
    Said.DECISION_PARTIAL: """
        legal_review consultation decision > = executing awaiting_feedback
        info_requested > = legal_review conditions_offered
        info_requested > views_awaited executing transmitted awaiting_feedback
        conditions_offered > = legal_review views_awaited executing
        views_awaited consent_asked transmitted > =
        executing results_at_ca > = awaiting_feedback
    """,
    Said.DECISION_POSTPONE: """
        legal_review consultation decision info_requested conditions_offered views_awaited consent_asked > =
        executing results_at_ca transmitted > =
    """,
    Said.COST_CONSULT: """
        legal_review consultation decision consent_asked executing results_at_ca > views_awaited
        info_requested conditions_offered views_awaited transmitted > =
    """,
    Said.COST_AGREE: """
        info_requested conditions_offered consent_asked transmitted awaiting_feedback closed > =
        views_awaited > = legal_review consent_asked executing
    """,
    Said.CANNOT_COMPLY: """
        legal_review consultation decision consent_asked executing results_at_ca > views_awaited
        info_requested conditions_offered views_awaited transmitted > =
    """,
    Said.CONFIDENTIALITY_ANSWER: """
        info_requested conditions_offered consent_asked transmitted awaiting_feedback closed > =
        views_awaited > = legal_review consent_asked executing
    """,
    Said.STATUS_QUERY: """
        received returned referred registered legal_review consultation decision info_requested > =
        conditions_offered views_awaited consent_asked executing results_at_ca transmitted awaiting_feedback > =
        closed > =
    """,
    Said.STATUS_REPORT: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback > =
    """,
    Said.OBSTACLE: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback closed > =
    """,
    Said.FREEZE_EFFECT: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback closed > =
    """,
    Said.FREEZE_LAPSE_RULE: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback closed > =
    """,
    Said.FREEZE_LIFTED: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback closed > =
    """,
    Said.LIFT_NOTICE: """
        legal_review consultation decision consent_asked executing results_at_ca > views_awaited
        awaiting_feedback closed > views_awaited
        info_requested conditions_offered views_awaited transmitted > =
    """,
    Said.LIFT_VIEWS: """
        info_requested conditions_offered transmitted > =
        views_awaited > = legal_review consent_asked executing awaiting_feedback closed
    """,
    Said.MATERIAL_DELIVER: """
        legal_review consultation decision conditions_offered views_awaited consent_asked executing > transmitted
        results_at_ca > transmitted
        info_requested transmitted > =
    """,
    Said.MATERIAL_RECEIPT: """
        info_requested > =
        transmitted > = legal_review conditions_offered views_awaited
        transmitted > consent_asked executing awaiting_feedback closed
    """,
    Said.USE_REQUEST: """
        legal_review consultation decision executing results_at_ca awaiting_feedback closed > consent_asked
        info_requested conditions_offered views_awaited consent_asked transmitted > =
    """,
    Said.USE_DECISION: """
        info_requested conditions_offered views_awaited transmitted > =
        consent_asked > legal_review executing awaiting_feedback closed
    """,
    Said.EXCULPATORY: """
        received returned referred registered legal_review consultation decision info_requested > =
        conditions_offered views_awaited consent_asked executing results_at_ca transmitted awaiting_feedback > =
        closed > =
    """,
    Said.NO_LONGER_REQUIRED: """
        announced > lapsed
        lapsed consent_asked transmitted awaiting_feedback closed > =
        received returned referred registered executing results_at_ca > = awaiting_feedback
        legal_review consultation decision > = executing awaiting_feedback
        info_requested > = legal_review conditions_offered views_awaited
        info_requested > consent_asked executing transmitted awaiting_feedback
        conditions_offered > = legal_review views_awaited consent_asked awaiting_feedback
        views_awaited > = consent_asked awaiting_feedback
    """,
    Said.ORDER_CEASED: """
        received returned referred registered legal_review consultation decision info_requested > =
        conditions_offered views_awaited consent_asked executing results_at_ca transmitted awaiting_feedback > =
        closed > =
    """,
    Said.MATERIAL_DISPOSED: """
        registered legal_review consultation decision info_requested conditions_offered views_awaited > =
        consent_asked executing results_at_ca transmitted awaiting_feedback closed > =
    """,
    Said.CORRECTION: """
        received returned referred registered legal_review consultation decision info_requested > =
        conditions_offered views_awaited consent_asked executing results_at_ca transmitted awaiting_feedback > =
        closed > =
    """,
    Said.CLOSURE: """
        views_awaited transmitted closed > =
        awaiting_feedback > closed
    """,
}

# What no message makes.
INSIDE_INCOMING = """
    announced > lapsed
    registered > legal_review
    legal_review > consultation decision
    consultation > legal_review decision
    decision > legal_review consultation
    executing > results_at_ca
    results_at_ca > executing
"""
