"""Addresses of casework. Identifiers only: no subject and no name ever stands in an address."""

from __future__ import annotations

from django.urls import path

from comity.cases.views import (
    before,
    by_letter,
    cases,
    deciding,
    desks,
    drafts,
    executing,
    incoming,
    listing,
    passing,
    progress,
    proving,
    reviewing,
    shutting,
    statistics,
    turning,
)

app_name = "cases"

CASE = "requests/<uuid:case_id>/"
MEASURE = CASE + "measures/<str:measure_id>/"

urlpatterns = [
    path("requests/", listing.request_list, name="request-list"),
    path("requests/export/", listing.request_export, name="request-export"),
    path("requests/arrived/", incoming.inbox_list, name="inbox"),
    path("requests/hand-over/", desks.desk_hand_over, name="desk-hand-over"),
    path("requests/hand-over/<int:hand_over_id>/", desks.desk_handed_over, name="desk-handed-over"),
    path("requests/new/", drafts.request_new, name="request-new"),
    path("requests/by-letter/", by_letter.request_enter, name="request-enter"),
    path("requests/to-post/", by_letter.letters_to_post, name="letters-to-post"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/export/", statistics.statistics_export, name="statistics-export"),
    path("receipts/<uuid:receipt_id>/", cases.receipt, name="receipt"),
    # The pages of a case.
    path(CASE, cases.case, name="case"),
    path(CASE + "request/", cases.case_request, name="case-request"),
    path(CASE + "messages/", cases.case_messages, name="case-messages"),
    path(CASE + "messages/<uuid:message_id>/", cases.case_message, name="case-message"),
    path(CASE + "messages/<uuid:message_id>/verify/", proving.case_verify, name="case-verify"),
    path(CASE + "messages/<uuid:message_id>/verify/<str:what>/", proving.proof_file, name="proof-file"),
    path(CASE + "evidence/", cases.case_evidence, name="case-evidence"),
    path(CASE + "evidence/<str:evidence_id>/", executing.evidence_download, name="evidence-download"),
    path(CASE + "law/", cases.case_law, name="case-law"),
    path(CASE + "progress/", progress.progress_note, name="progress-note"),
    path(CASE + "progress/paper/", progress.progress_paper, name="progress-paper"),
    path(CASE + "people/", cases.case_people, name="case-people"),
    path(CASE + "people/<uuid:officer_id>/end/", cases.member_end, name="member-end"),
    path(CASE + "people/conflict/", shutting.conflict_declare, name="conflict-declare"),
    path(CASE + "people/seal/", shutting.case_seal, name="case-seal"),
    path(CASE + "file/", cases.case_file, name="case-file"),
    path(CASE + "file/letter/", cases.letter, name="letter"),
    path(CASE + "file/annexes/<str:annex_id>/", cases.annex, name="annex"),
    path(CASE + "statistics/", statistics.case_statistics, name="case-statistics"),
    path(CASE + "audit/", cases.case_audit, name="case-audit"),
    # Writing.
    path(CASE + "draft/", drafts.draft, name="draft"),
    path(CASE + "draft/check/", drafts.draft_check, name="draft-check"),
    path(CASE + "draft/preview/", drafts.draft_preview, name="draft-preview"),
    path(CASE + "draft/history/", drafts.draft_history, name="draft-history"),
    path(CASE + "draft/annexes/add/", drafts.annex_add, name="annex-add"),
    path(CASE + "draft/annexes/<str:annex_id>/remove/", drafts.annex_remove, name="annex-remove"),
    path(CASE + "draft/rows/<str:part>/new/", drafts.draft_row_new, name="draft-row-new"),
    path(CASE + "draft/rows/<str:part>/<str:row_id>/remove/", drafts.draft_row_remove, name="draft-row-remove"),
    path(CASE + "draft/persons/<str:person_id>/", drafts.draft_person, name="draft-person"),
    path(CASE + "draft/measures/<str:measure_id>/", drafts.draft_measure, name="draft-measure"),
    path(CASE + "draft/<str:key>/", drafts.draft_section, name="draft-section"),
    path(CASE + "discard/", drafts.request_discard, name="request-discard"),
    # Review and signature.
    path(CASE + "ask-review/", reviewing.review_ask, name="review-ask"),
    path(CASE + "review/", reviewing.request_review, name="request-review"),
    path(CASE + "send/return/", reviewing.approval_withdraw, name="approval-withdraw"),
    path(CASE + "send/", reviewing.request_send, name="request-send"),
    # Receiving and examining.
    path(CASE + "register/", incoming.request_register, name="request-register"),
    path(CASE + "examine/", incoming.request_examine, name="request-examine"),
    path(CASE + "examine/begin/", incoming.examination_begin, name="examination-begin"),
    path(CASE + "ask/", incoming.clarification_ask, name="clarification-ask"),
    path(CASE + "consultation/", deciding.consultation_record, name="consultation-record"),
    path(CASE + "decide/", deciding.request_decide, name="request-decide"),
    path(CASE + "decide/return/", deciding.proposal_return, name="proposal-return"),
    # Executing.
    path(CASE + "assign/", executing.measures_assign, name="measures-assign"),
    path(MEASURE, executing.measure, name="measure"),
    path(MEASURE + "assign/", executing.measure_assign, name="measure-assign"),
    path(MEASURE + "evidence/add/", executing.evidence_add, name="evidence-add"),
    path(MEASURE + "evidence/<str:evidence_id>/remove/", executing.evidence_remove, name="evidence-remove"),
    *executing.EVIDENCE_DOOR.urls(MEASURE + "upload/"),
    # What passes between the authorities.
    path(CASE + "answer/", passing.clarification_answer, name="clarification-answer"),
    path(CASE + "answer/<str:item_id>/attach/", passing.answer_attach, name="answer-attach"),
    path(CASE + "deliver/", passing.material_deliver, name="material-deliver"),
    path(CASE + "confirm/", passing.material_confirm, name="material-confirm"),
    path(CASE + "status/ask/", passing.status_ask, name="status-ask"),
    path(CASE + "status/report/", passing.status_report, name="status-report"),
    path(CASE + "withdraw/", passing.request_withdraw, name="request-withdraw"),
    path(CASE + "close/", passing.case_close, name="case-close"),
    # The turns a request takes.
    path(CASE + "turns/", turning.case_turns, name="case-turns"),
    path(CASE + "turns/take/<str:kind>/", turning.turn_take, name="turn-take"),
    path(CASE + "turns/return/", turning.turn_return, name="turn-return"),
    path(CASE + "turns/resume/", turning.measures_resume, name="measures-resume"),
    path(CASE + "matters/<str:matter_id>/", turning.matter_answer, name="matter-answer"),
    path(CASE + "offers/<str:offer_id>/", turning.offer_answer, name="offer-answer"),
    path(CASE + "supplement/", before.request_supplement, name="request-supplement"),
    # What travels by letter.
    path(CASE + "letters/<uuid:message_id>/", by_letter.letter_post, name="letter-post"),
    path(CASE + "letters/<uuid:message_id>/<str:what>/", by_letter.letter_paper, name="letter-paper"),
    path(CASE + "record/", by_letter.letter_kinds, name="letter-kinds"),
    path(CASE + "record/<str:kind>/", by_letter.letter_record, name="letter-record"),
    # Before registration.
    path(CASE + "return/", before.request_return, name="request-return"),
    path(CASE + "refer/", before.request_refer, name="request-refer"),
    path(CASE + "announce/", before.oral_announce, name="oral-announce"),
    path(CASE + "lapse/", before.oral_lapse, name="oral-lapse"),
    path(CASE + "reopen/", before.draft_reopen, name="draft-reopen"),
    path(CASE + "share/", before.draft_share, name="draft-share"),
    path(CASE + "share/recall/", before.draft_recall, name="draft-recall"),
    path("requests/shared-drafts/", before.shared_drafts, name="shared-drafts"),
    path("requests/shared-drafts/<int:shared_id>/", before.draft_comment, name="draft-comment"),
]
