"""The audit codes that casework writes itself, beside those that the graphs of `comity.law` and the wire name."""

from __future__ import annotations

from enum import StrEnum


class AuditCode(StrEnum):
    """What can have happened to a case, apart from its steps."""

    ANNEX_ADDED = "cases.annex.added"
    ANNEX_REMOVED = "cases.annex.removed"
    CASE_SEALED = "cases.case.sealed"
    CASE_UNSEALED = "cases.case.unsealed"
    CLARIFICATION_SAVED = "cases.clarification.saved"
    CLOSURE_RECEIVED = "cases.closure.received"
    CONSULTATION_RECORDED = "cases.consultation.recorded"
    DELIVERY_RECEIVED = "cases.delivery.received"
    DESK_HANDED_OVER = "cases.desk.handed_over"
    DRAFT_REMOVED = "cases.draft.removed"
    DRAFT_SAVED = "cases.draft.saved"
    DRAFT_SET_ASIDE = "cases.draft.set_aside"
    EVIDENCE_ADDED = "cases.evidence.added"
    EVIDENCE_READ = "cases.evidence.read"
    EVIDENCE_REMOVED = "cases.evidence.removed"
    GUARD_OVERRIDDEN = "cases.guard.overridden"
    LIST_EXPORTED = "cases.list.exported"
    MATERIAL_RECEIPT_RECEIVED = "cases.material_receipt.received"
    MEASURE_ASSIGNED = "cases.measure.assigned"
    MEASURE_RESULT = "cases.measure.result"
    MEMBER_ENDED = "cases.member.ended"
    MEMBER_NAMED = "cases.member.named"
    OFFICER_EXCLUDED = "cases.officer.excluded"
    REMARK_ANSWERED = "cases.remark.answered"
    REMARK_REOPENED = "cases.remark.reopened"
    REMARK_SETTLED = "cases.remark.settled"
    REMARK_WRITTEN = "cases.remark.written"
    REQUEST_BEGUN = "cases.request.begun"
    REQUEST_RECEIVED = "cases.request.received"
    STATUS_QUERY_RECEIVED = "cases.status_query.received"
    STATUS_REPORT_RECEIVED = "cases.status_report.received"
    WITHDRAWAL_RECEIVED = "cases.withdrawal.received"
