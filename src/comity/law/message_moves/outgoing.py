"""From which step to which each kind of message leads on the requesting side."""

from __future__ import annotations

from comity.law.conversation import Said

OUTGOING: dict[Said, str] = {
    Said.REQUEST_SUBMIT: """
        approved > signed
    """,
    Said.ORAL_NOTICE: """
        draft pre_consultation internal_review approved > =
    """,
    Said.SUPPLEMENT: """
        acknowledged under_examination clarification conditions_offered views_asked material_check > =
        consent_awaited > = views_asked
        in_execution > under_examination
        closing > under_examination views_asked
        withdrawn closed > acknowledged under_examination views_asked
    """,
    Said.ACK: """
        signed withdrawn closed > =
        sent > acknowledged
    """,
    Said.RETURN: """
        sent > returned
        withdrawn closed > =
    """,
    Said.REFER: """
        sent > referred
        withdrawn closed > =
    """,
    Said.CLARIFY_ASK: """
        acknowledged > under_examination clarification
        under_examination views_asked consent_awaited in_execution material_check > = clarification
        conditions_offered > = clarification
        closing withdrawn closed > =
    """,
    Said.CLARIFY_ANSWER: """
        clarification > under_examination conditions_offered views_asked
        clarification > consent_awaited in_execution material_check
    """,
    Said.CONSULT_OPEN: """
        acknowledged under_examination in_execution > views_asked
        clarification conditions_offered views_asked material_check closing withdrawn closed > =
        consent_awaited > = views_asked
    """,
    Said.CONSULT_REPLY: """
        clarification conditions_offered consent_awaited material_check closing withdrawn closed > =
        views_asked > = under_examination consent_awaited in_execution
    """,
    Said.CONDITIONS_OFFER: """
        acknowledged > under_examination conditions_offered
        under_examination views_asked consent_awaited > = conditions_offered
        clarification conditions_offered material_check closing withdrawn closed > =
    """,
    Said.CONDITIONS_ACCEPT: """
        clarification material_check > =
        conditions_offered > = under_examination views_asked consent_awaited in_execution
    """,
    Said.CONDITIONS_REJECT: """
        clarification material_check > =
        conditions_offered > = under_examination views_asked consent_awaited
    """,
    Said.DECISION_ACCEPT: """
        acknowledged > under_examination in_execution closing
        under_examination > = in_execution closing
        clarification > = under_examination conditions_offered views_asked
        clarification > consent_awaited in_execution material_check closing
        conditions_offered views_asked consent_awaited material_check closing closed > =
        in_execution withdrawn > = closing
    """,
    Said.DECISION_REFUSE: """
        acknowledged > under_examination in_execution closing
        under_examination > = in_execution closing
        clarification > = under_examination conditions_offered views_asked
        clarification > consent_awaited in_execution material_check closing
        conditions_offered > = under_examination views_asked consent_awaited in_execution closing
        views_asked > = consent_awaited closing
        consent_awaited material_check closing closed > =
        in_execution withdrawn > = closing
    """,
    Said.DECISION_PARTIAL: """
        acknowledged > under_examination in_execution closing
        under_examination > = in_execution closing
        clarification > = under_examination conditions_offered views_asked
        clarification > consent_awaited in_execution material_check closing
        conditions_offered > = under_examination views_asked in_execution closing
        views_asked in_execution withdrawn > = closing
        consent_awaited material_check closing closed > =
    """,
    Said.DECISION_POSTPONE: """
        acknowledged > under_examination
        under_examination clarification conditions_offered views_asked consent_awaited in_execution > =
        material_check closing withdrawn closed > =
    """,
    Said.COST_CONSULT: """
        acknowledged under_examination in_execution > views_asked
        clarification conditions_offered views_asked material_check closing withdrawn closed > =
        consent_awaited > = views_asked
    """,
    Said.COST_AGREE: """
        clarification conditions_offered consent_awaited material_check closing withdrawn closed > =
        views_asked > = under_examination consent_awaited in_execution
    """,
    Said.CANNOT_COMPLY: """
        acknowledged under_examination in_execution > views_asked
        clarification conditions_offered views_asked material_check closing withdrawn closed > =
        consent_awaited > = views_asked
    """,
    Said.CONFIDENTIALITY_ANSWER: """
        clarification conditions_offered consent_awaited material_check closing withdrawn closed > =
        views_asked > = under_examination consent_awaited in_execution
    """,
    Said.STATUS_QUERY: """
        signed sent returned referred acknowledged under_examination clarification conditions_offered > =
        views_asked consent_awaited in_execution material_check closing withdrawn > =
    """,
    Said.STATUS_REPORT: """
        acknowledged > under_examination
        under_examination clarification conditions_offered views_asked consent_awaited in_execution > =
        material_check closing withdrawn closed > =
    """,
    Said.OBSTACLE: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closing withdrawn closed > =
    """,
    Said.FREEZE_EFFECT: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closing withdrawn closed > =
    """,
    Said.FREEZE_LAPSE_RULE: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closing withdrawn closed > =
    """,
    Said.FREEZE_LIFTED: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closing withdrawn closed > =
    """,
    Said.LIFT_NOTICE: """
        acknowledged under_examination consent_awaited in_execution closing withdrawn closed > views_asked
        clarification conditions_offered views_asked material_check > =
    """,
    Said.LIFT_VIEWS: """
        clarification conditions_offered material_check > =
        views_asked > = under_examination consent_awaited in_execution closing withdrawn closed
    """,
    Said.MATERIAL_DELIVER: """
        under_examination conditions_offered views_asked consent_awaited in_execution closing > material_check
        withdrawn closed > material_check
        clarification material_check > =
    """,
    Said.MATERIAL_RECEIPT: """
        clarification > =
        material_check > = under_examination conditions_offered views_asked
        material_check > consent_awaited in_execution closing withdrawn closed
    """,
    Said.USE_REQUEST: """
        under_examination in_execution closing withdrawn closed > consent_awaited
        clarification conditions_offered views_asked consent_awaited material_check > =
    """,
    Said.USE_DECISION: """
        clarification conditions_offered views_asked material_check > =
        consent_awaited > under_examination in_execution closing withdrawn closed
    """,
    Said.EXCULPATORY: """
        signed sent returned referred acknowledged under_examination clarification conditions_offered > =
        views_asked consent_awaited in_execution material_check closing withdrawn closed > =
    """,
    Said.NO_LONGER_REQUIRED: """
        draft internal_review approved > discarded
        signed sent returned referred acknowledged > = withdrawn
        under_examination > = in_execution closing withdrawn
        clarification > = under_examination conditions_offered views_asked
        clarification > consent_awaited in_execution material_check closing withdrawn
        conditions_offered > = under_examination views_asked
        conditions_offered > consent_awaited in_execution closing withdrawn
        views_asked > = consent_awaited closing withdrawn
        consent_awaited material_check discarded > =
        in_execution > = closing withdrawn
    """,
    Said.ORDER_CEASED: """
        signed sent returned referred acknowledged under_examination clarification conditions_offered > =
        views_asked consent_awaited in_execution material_check closing withdrawn closed > =
    """,
    Said.MATERIAL_DISPOSED: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closing withdrawn closed > =
    """,
    Said.CORRECTION: """
        signed sent returned referred acknowledged under_examination clarification conditions_offered > =
        views_asked consent_awaited in_execution material_check closing withdrawn closed > =
    """,
    Said.CLOSURE: """
        acknowledged under_examination clarification conditions_offered views_asked consent_awaited > =
        in_execution material_check closed > =
        closing withdrawn > = closed
    """,
}

# What no message makes.
INSIDE_OUTGOING = """
    draft > internal_review pre_consultation discarded returned
    pre_consultation > draft
    internal_review > draft approved
    approved > draft discarded
    signed > sent
    returned > draft
"""
