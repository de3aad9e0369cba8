"""Who reaches which address: every URL name of a node, every role, one case at a fixed stage. Read it line by line.

This table is the promise; `test_access.py` holds the node to it. It is written from the roles of the authority and
from what each may do, not from the code: when a test disagrees, one of the two is wrong, and a person decides which.

Columns: D drafter, R reviewer, H head, G registry, C case officer, T translator, E executing authority,
S statistician, A auditor, K administrator, out: an officer with all the roles of D, R, C and T who works on no case,
no: nobody signed in. D, R, C and T work on every case; E holds one measure of the case that is in execution; H and G
reach a case while it waits for them, and H after signing it.

Answers: 200 shown or done; go: led on (done, or to be done elsewhere); in: led to sign-in; 400, 405, 409, 422: reached,
and refused for what was sent (the table sends empty forms); 401 not signed in; 403 not for this role; 404 not there for
this officer, in the same words as for what does not exist.

An executing authority and an outsider never learn whether a case exists: the one is refused by role before anything is
looked up, the other is told what is told of an unknown case.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.standing_tables.library_table import LIBRARY

ROLES = (
    "drafter", "reviewer", "head", "registry", "case_officer", "translator", "executing_authority", "statistician",
    "auditor", "administrator", "outsider", "nobody",
)  # fmt: skip

TABLE = """
# name                        how  case          D   R   H   G   C   T   E   S   A   K out  no

# The node, signing in and one's own account
home                          GET  -           200 200 200 200 200 200 200 200 200 200 200  in
healthz                       GET  -           200 200 200 200 200 200 200 200 200 200 200 200
language                      POST -            go  go  go  go  go  go  go  go  go  go  go  go
article                       GET  -           200 200 200 200 200 200 200 200 200 200 200  in
settings                      GET  -           200 200 200 200 200 200 200 200 200 200 200  in
style                         GET  -           200 200 200 200 200 200 200 200 200 200 200  in
enrol                         GET  -           200 200 200 200 200 200 200 200 200 200 200 200
account                       GET  -           200 200 200 200 200 200 200 200 200 200 200  in
signing-key                   GET  -           403  go  go  go  go 403 403 403 403 403  go  in
mail                          GET  -           200 200 200 200 200 200 200 200 200 200 200  in
mail-test                     POST -            go  go  go  go  go  go  go  go  go  go  go 401
mail-off                      POST -            go  go  go  go  go  go  go  go  go  go  go 401
account_login                 GET  -            go  go  go  go  go  go  go  go  go  go  go 200
account_logout                GET  -           200 200 200 200 200 200 200 200 200 200 200  in
account_inactive              GET  -           200 200 200 200 200 200 200 200 200 200 200 200
account_reauthenticate        GET  -           200 200 200 200 200 200 200 200 200 200 200  in
account_change_password       GET  -           200 200 200 200 200 200 200 200 200 200 200  in
account_set_password          GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_index                     GET  -           200 200 200 200 200 200 200 200 200 200 200  in
mfa_authenticate              GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_reauthenticate            GET  -           200 200 200 200 200 200 200 200 200 200 200  in
mfa_activate_totp             GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_deactivate_totp           GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_view_recovery_codes       GET  -           404 404 404 404 404 404 404 404 404 404 404  in
mfa_generate_recovery_codes   GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_download_recovery_codes   GET  -           404 404 404 404 404 404 404 404 404 404 404  in
mfa_list_webauthn             GET  -           200 200 200 200 200 200 200 200 200 200 200  in
mfa_add_webauthn              GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_reauthenticate_webauthn   GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_login_webauthn            GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_remove_webauthn           GET  -            go  go  go  go  go  go  go  go  go  go  go  in
mfa_edit_webauthn             GET  -            go  go  go  go  go  go  go  go  go  go  go  in

# Officers and the audit log
officers                      GET  -           403 403 200 403 403 403 403 403 403 200 403  in
officer-create                GET  -           403 403 403 403 403 403 403 403 403 200 403  in
officer                       GET  -           403 403 200 403 403 403 403 403 403 200 403  in
officer-change                GET  -           403 403 403 403 403 403 403 403 403 200 403  in
officer-active                POST -           403 403 403 403 403 403 403 403 403  go 403 401
enrolment-issue               POST -           403 403 403 403 403 403 403 403 403 200 403 401
absences                      GET  -           200 200 200 200 200 200 200 403 403 403 200  in
absence-end                   POST -           404 404  go 404 404 404 404 403 403 403  go 401
absence-decide                POST -           403 403  go 403 403 403 403 403 403 403 403 401
role-propose                  GET  -           403 403 403 403 403 403 403 403 403 200 403  in
reset-propose                 GET  -           403 403 403 403 403 403 403 403 403 200 403  in
role-decide                   POST -           403 403  go 403 403 403 403 403 403 403 403 401
role-revoke                   POST -           403 403 409 403 403 403 403 403 403 409 403 401
reset-decide                  POST -           403 403  go 403 403 403 403 403 403 403 403 401
audit                         GET  -           403 403 403 403 403 403 403 403 200 200 403  in
audit-verify                  POST -           403 403 403 403 403 403 403 403  go  go 403 401
doctor                        GET  -           403 403 403 403 403 403 403 403 200 200 403  in
programs                      GET  -           403 403 403 403 403 403 403 403 403 200 403  in
program-end                   POST -           403 403 403 403 403 403 403 403 403  go 403 401

# The interface for programs, by an officer's session; what a token reaches stands in tests/directory/api
api:openapi                   GET  -           200 200 200 200 200 200 200 200 200 200 200 401
api:states                    GET  -           200 200 200 200 200 200 200 200 200 200 200 401
api:authorities               GET  -           200 200 200 200 200 200 200 200 200 200 200 401
api:legal-basis               POST -           422 422 422 422 422 422 403 403 403 422 422 401
api:channel-tree              GET  -           200 200 200 200 200 200 403 403 403 200 200 401
api:channel-walk              POST -           422 422 422 422 422 422 403 403 403 422 422 401

# Doors for peers: what comes in is signed, a session means nothing
exchange:peer-envelopes       POST -           400 400 400 400 400 400 400 400 400 400 400 400
exchange:peer-complete        POST -           401 401 401 401 401 401 401 401 401 401 401 401
exchange:peer-items           PUT  -           401 401 401 401 401 401 401 401 401 401 401 401
exchange:peer-receipts        POST -           400 400 400 400 400 400 400 400 400 400 400 400
exchange:peer-outbox          GET  -           401 401 401 401 401 401 401 401 401 401 401 401
exchange:peer-heads           POST -           400 400 400 400 400 400 400 400 400 400 400 400

# Counterparts and their keys: an administrator or the head brings a file, another of them confirms it
exchange:peers                GET  -           403 403 200 200 200 403 403 403 200 200 200  in
exchange:own-key-file         GET  -           403 403 200 200 200 403 403 403 200 200 200  in
exchange:peer-new             GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:letter-peer-new      GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:letter-peer-change   GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:letter-peer-join     GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:peer-change          GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:alarms               GET  -           403 403 200 403 403 403 403 403 200 200 403  in
exchange:alarm                GET  -           403 403 200 403 403 403 403 403 200 200 403  in
exchange:alarm-evidence       GET  -           403 403 200 403 403 403 403 403 200 200 403  in
exchange:peer-suspend         POST -           403 403 400 403 403 403 403 403 403 400 403 401

# The key directory: followed and left by an administrator or the head, its root confirmed by another of them
exchange:directory            GET  -           403 403 200 200 200 403 403 403 200 200 200  in
exchange:directory-new        GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:directory-change     GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:directory-look       POST -           403 403  go 403 403 403 403 403 403  go 403 401
exchange:directory-leave      POST -           403 403 409 403 403 403 403 403 403 409 403 401
exchange:directory-alarm      POST -           403 403  go 403 403 403 403 403 403  go 403 401
exchange:directory-bring      POST -           403 403  go 403 403 403 403 403 403  go 403 401
# The directory of authorities that a hub publishes: its keys by two of them, rows taken in for a second one to publish
exchange:edition              GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:edition-new          GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:edition-change       GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:edition-file         GET  -           403 403 200 403 403 403 403 403 403 200 403  in
exchange:edition-look         POST -           403 403  go 403 403 403 403 403 403  go 403 401
exchange:edition-take         POST -           403 403  go 403 403 403 403 403 403  go 403 401

# The directory of authorities: its public part for every officer, how to reach an authority for those who work with it
directory:list                GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:place               GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:instruments         GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:instrument          GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:facts               GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:fact                GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:facts-export        GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:fact-new            GET  -           403 403 200 403 403 403 403 403 403 200 403  in
directory:fact-change         GET  -           403 403 200 403 403 403 403 403 403 200 403  in
directory:facts-file          GET  -           403 403 200 403 403 403 403 403 403 200 403  in
directory:fact-decide         POST -           403 403 400 403 403 403 403 403 403 400 403 401
directory:counts              GET  -           200 200 200 200 200 200 200 200 200 200 200  in
directory:find                GET  -           200 200 200 200 200 200 403 403 403 200 200  in
directory:authority           GET  -           200 200 200 200 200 200 403 403 403 200 200  in
directory:authority-new       GET  -           403 403 200 403 403 403 403 403 403 200 403  in
directory:authority-change    GET  -           403 403 200 403 403 403 403 403 403 200 403  in
directory:authority-decide    POST -           403 403 400 403 403 403 403 403 403 400 403 401
directory:authority-confirm   POST -           403 403  go 403 403 403 403 403 403  go 403 401

# Approval chains: the administrator proposes, the head decides; the one of the table is decided already
cases:letterhead              GET  -           403 403 200 403 403 403 403 403 403 200 403  in
cases:letterhead-sample       GET  -           403 403 200 403 403 403 403 403 403 200 403  in
cases:numbering               GET  -           403 403 200 403 403 403 403 403 403 200 403  in
cases:chains                  GET  -           403 403 200 403 403 403 403 403 403 200 403  in
cases:chain-new               GET  -           403 403 403 403 403 403 403 403 403 200 403  in
cases:chain-change            GET  -           403 403 403 403 403 403 403 403 403 200 403  in
cases:chain-decide            POST -           403 403 409 403 403 403 403 403 403 403 403 401

# Rules of the authority: shown to whoever works by them, without any case
cases:national-rules          GET  -           200 200 200 200 200 200 403 200 403 200 200  in

# Legal basis and channel, before a case: law and facts of States, nothing of any case
cases:basis                   GET  -           200 200 200 200 200 200 403 403 403 200 200  in
cases:channel                 GET  -           200 200 200 200 200 200 403 403 403 200 200  in

# The register of closed cases: the head and the registry see references and dates, and decide as two people
cases:retention               GET  -           403 403 200 200 403 403 403 403 403 403 403  in
cases:destruction             GET  closed      403 403 200 200 403 403 403 403 403 403 403  in
cases:destruction-propose     POST closed      403 403  go  go 403 403 403 403 403 403 403 401
cases:destruction-decide      POST closed      403 403  go  go 403 403 403 403 403 403 403 401
cases:retention-receipt       GET  closed      403 403 200 200 403 403 403 403 403 403 403  in

# Casework: lists
cases:request-list            GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:request-export          GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:search                  GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:inbox                   GET  -           403 403 403 200 403 403 403 403 403 403 403  in
cases:statistics              GET  -           403 403 200 403 403 403 403 200 403 403 403  in
cases:statistics-export       GET  -           403 403 200 403 403 403 403 200 403 403 403  in
cases:desk                    GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:desk-export             GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:calendar                GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:calendar-file           GET  -           200 200 200 200 200 200 403 403 403 403 200  in
cases:desk-hand-over          GET  -           403 403 200 403 403 403 403 403 403 403 403  in
cases:desk-handed-over        GET  -           403 403 200 403 403 403 403 403 403 403 403  in
cases:request-new             GET  -           200 403 403 403 200 403 403 403 403 403 200  in

# The clause library
cases:clauses                 GET  -           200 200 200 403 200 200 403 403 403 403 200  in
cases:clauses-export          GET  -           200 200 200 403 200 200 403 403 403 403 200  in
cases:clauses-import          POST -            go  go  go 403  go  go 403 403 403 403  go 401
cases:clause                  GET  -           200 200 200 403 200 200 403 403 403 403 200  in
cases:clause-new              GET  -           200 200 200 403 200 200 403 403 403 403 200  in
cases:clause-write            GET  -           200 200 200 403 200 200 403 403 403 403 200  in
cases:clause-decide           POST -           403 403 409 403 403 403 403 403 403 403 403 401

# Writing, on a draft
cases:draft                   GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:draft-check             GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:draft-preview           GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:draft-history           GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:remarks                 GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:remark-write            POST draft       200 200 404 403 200 200 403 403 403 403 404 401
cases:remark-act              POST draft        go  go 404 403  go  go 403 403 403 403 404 401
cases:translations            GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:translation             GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:translation-part        GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:translation-letter      GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:translation-act         POST draft        go  go 404 403  go  go 403 403 403 403 404 401
cases:translation-file        POST draft       200 403 403 403 200 200 403 403 403 403 404 401
cases:translation-bring       POST draft       200 403 403 403 200 200 403 403 403 403 404 401
cases:draft-compare           GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:draft-compare-chosen    GET  draft        go  go 404 404  go  go 403 403 403 403 404  in
cases:case-basis              GET  draft       200 403 403 403 200 200 403 403 403 403 404  in
cases:case-channel            GET  draft       200 403 403 403 200 200 403 403 403 403 404  in
cases:draft-section           GET  draft       200 403 403 403 200 200 403 403 403 403 404  in
cases:draft-person            GET  draft       200 403 403 403 200 200 403 403 403 403 404  in
cases:draft-measure           GET  draft       200 403 403 403 200 200 403 403 403 403 404  in
cases:draft-row-new           POST draft        go 403 403 403  go  go 403 403 403 403 404 401
cases:draft-row-remove        POST draft        go 403 403 403  go  go 403 403 403 403 404 401
cases:annex                   GET  draft       200 200 404 404 200 200 403 403 403 403 404  in
cases:annex-add               POST draft       200 403 403 403 200 200 403 403 403 403 404 401
cases:annex-remove            POST draft        go 403 403 403  go  go 403 403 403 403 404 401
cases:request-discard         GET  draft       200 403 403 403 200 403 403 403 403 403 404  in
cases:review-ask              GET  draft       200 403 403 403 200 403 403 403 403 403 404  in

# Review and signature
cases:request-review          GET  review      403 200 404 403 403 403 403 403 403 403 404  in
cases:request-send            GET  approved    403 403 200 403 403 403 403 403 403 403 403  in
cases:moves                   GET  -           403 403 200 403 403 403 403 403 403 403 403  in
cases:request-move            GET  movable     403 403 200 403 403 403 403 403 403 403 403  in
cases:approval-withdraw       POST approved    403 403  go 403 403 403 403 403 403 403 403 401
cases:member-end              POST approved    403 403  go 403 403 403 403 403 403 403 403 401

# What passes between the authorities, on a request of ours that they ask about
cases:clarification-answer    GET  asked       200 403 403 403 200 403 403 403 403 403 404  in
cases:answer-attach           POST asked        go 403 403 403  go 403 403 403 403 403 404 401
cases:status-ask              GET  asked       200 403 403 403 200 403 403 403 403 403 404  in
cases:request-withdraw        GET  asked       403 403 200 403 200 403 403 403 403 403 404  in

# Reading, on a request of ours whose results arrived
cases:case                    GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-request            GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-messages           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-message            GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-verify             GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:proof-file              GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:receipt                 GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:receipt-paper           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-evidence           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:evidence-download       GET  delivered   200 200 200 404 200 200 404 403 403 403 404  in
cases:case-law                GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-retention          GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:retention-hold          POST delivered   403 403 200 404 200 403 403 403 403 403 404 401
cases:retention-lift          POST delivered   403 403  go 404  go 403 403 403 403 403 404 401
cases:case-handling           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:mark-set                POST delivered   200 200 200 403 200 403 403 403 403 403 404 401
cases:mark-end                POST delivered    go  go  go 403  go 403 403 403 403 403 404 401
cases:assurance-write         POST delivered   200 200 200 403 200 403 403 403 403 403 404 401
cases:assurance-end           POST delivered    go  go  go 403  go 403 403 403 403 403 404 401
cases:assurance-keep          POST delivered   200 200 200 403 200 403 403 403 403 403 404 401
cases:case-priority           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:pressing-record         POST delivered   200 200 200 403 200 403 403 403 403 403 404 401
cases:pressing-end            POST delivered    go  go  go 403  go 403 403 403 403 403 404 401
cases:level-set               POST delivered   403 403 200 403 200 403 403 403 403 403 404 401
cases:level-take-back         POST delivered   403 403  go 403  go 403 403 403 403 403 404 401
cases:progress-note           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:progress-paper          GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-people             GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:conflict-declare        GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:conflict-lift           GET  delivered   403 403 200 403 403 403 403 403 403 403 403  in
cases:case-seal               GET  delivered   403 403 200 403 403 403 403 403 403 403 403  in
cases:case-link               GET  registered  200 200 404 200 200 403 403 403 403 403 404  in
cases:case-bilingual          GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-file               GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-custody            GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:custody-paper           GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:original-new            GET  delivered   200 403 403 404 200 403 403 403 403 403 404  in
cases:custody-write           GET  delivered   200 403 403 404 200 403 403 403 403 403 404  in
cases:custody-correct         GET  delivered   200 403 403 404 200 403 403 403 403 403 404  in
cases:case-statistics         GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:case-audit              GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:file-copy-ask           POST delivered    go  go  go 404  go  go 403 403 403 403 404 401
cases:file-copy               GET  delivered   404 404 404 404 404 404 403 403 403 403 404  in
cases:letter                  GET  delivered   200 200 200 404 200 200 403 403 403 403 404  in
cases:material-confirm        GET  delivered   200 403 403 403 200 403 403 403 403 403 404  in
cases:case-close              GET  withdrawn   403 403 200 403 200 403 403 403 403 403 404  in

# Receiving and examining
cases:request-register        GET  arrived     403 403 403 200 403 403 403 403 403 403 403  in
cases:request-join            GET  claimed     403 403 403 200 403 403 403 403 403 403 403  in
cases:request-separate        GET  joined      403 403 404 200 200 403 403 403 403 403 404  in
cases:request-examine         GET  registered  403 200 403 403 200 403 403 403 403 403 404  in
cases:examination-begin       POST registered  403  go 403 403  go 403 403 403 403 403 404 401
cases:clarification-ask       GET  registered  403 200 403 403 200 403 403 403 403 403 404  in
cases:consultation-record     GET  registered  403 403 404 403 200 403 403 403 403 403 404  in
cases:request-decide          GET  registered  403 200 404 403 200 403 403 403 403 403 404  in
cases:proposal-return         POST proposed    403 403  go 403 403 403 403 403 403 403 403 401

# Executing and delivering
cases:measures-assign         GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:measure-assign          GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:measure                 GET  executing   403 403 403 403 200 403 200 403 403 403 404  in
cases:office-ask              GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:office-task             GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:office-sheet            POST executing   403 403 403 403 409 403 403 403 403 403 404 401
cases:office-notice           POST executing   403 403 403 403 409 403 403 403 403 403 404 401
cases:office-withdraw         POST executing   403 403 403 403 409 403 403 403 403 403 404 401
cases:office-paper            POST executing   403 403 403 403 200 403 403 403 403 403 404 401
cases:office-check            POST executing   403 403 403 403 200 403 403 403 403 403 404 401
cases:office-again            POST executing   403 403 403 403 200 403 403 403 403 403 404 401
cases:office-file             GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:evidence-add            POST executing   403 403 403 403  go 403  go 403 403 403 404 401
cases:evidence-remove         POST executing   403 403 403 403  go 403  go 403 403 403 404 401
cases:evidence-upload         POST executing   403 403 403 403 400 403 400 403 403 403 404 401
cases:evidence-upload-part    PUT  executing   403 403 403 403 404 403 404 403 403 403 404 401
cases:evidence-upload-finish  POST executing   403 403 403 403 404 403 404 403 403 403 404 401
cases:status-report           GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:material-deliver        GET  results     403 403 403 403 200 403 403 403 403 403 404  in

# The turns a request takes
cases:case-turns              GET  registered  200 200 404 200 200 200 403 403 403 403 404  in
cases:turn-take               GET  proposed    403 403 200 403 200 403 403 403 403 403 404  in
cases:turn-return             POST proposed    403 403 200 403 403 403 403 403 403 403 403 401
cases:measures-resume         GET  executing   403 403 403 403 200 403 403 403 403 403 404  in
cases:matter-answer           GET  costs       403 403 200 403 200 403 403 403 403 403 404  in
cases:offer-answer            GET  offered     403 403 200 403 403 403 403 403 403 403 403  in
cases:request-supplement      GET  withdrawn   403 403 200 403 403 403 403 403 403 403 403  in
cases:request-return          GET  arrived     403 403 403 200 200 403 403 403 403 403 404  in
cases:request-refer           GET  arrived     403 403 403 200 200 403 403 403 403 403 404  in
cases:oral-lapse              GET  arrived     403 403 403 200 200 403 403 403 403 403 404  in
cases:oral-announce           GET  draft       200 403 404 403 200 403 403 403 403 403 404  in
cases:draft-reopen            POST returned     go 403 403 403  go 403 403 403 403 403 404 401
cases:draft-share             GET  draft       200 403 403 403 200 403 403 403 403 403 404  in
cases:draft-recall            POST shared       go 403 403 403  go 403 403 403 403 403 404 401

# For an office without an account: who has the code of a task sheet is let in, signed in or not
cases:office-answer           GET  -           200 200 200 200 200 200 200 200 200 200 200 200

# What travels by letter, to and from an authority without a node
cases:letters-to-post         GET  -           200 403 403 200 200 403 403 403 403 403 200  in
cases:letter-post             GET  to_post     200 403 403 404 200 403 403 403 403 403 404  in
cases:letter-paper            GET  to_post     200 200 200 404 200 200 403 403 403 403 404  in
cases:letter-kinds            GET  to_post     200 403 403 404 200 403 403 403 403 403 404  in
cases:letter-record           GET  to_post     200 403 403 404 200 403 403 403 403 403 404  in
cases:imports                 GET  -           403 403 200 200 403 403 403 403 403 403 403  in
cases:import-report           GET  -           403 403 200 200 403 403 403 403 403 403 403  in
cases:import-mapping          GET  -           403 403 200 200 403 403 403 403 403 403 403  in
cases:import-table            GET  -           403 403 200 200 403 403 403 403 403 403 403  in
cases:import-begin            POST -           403 403  go  go 403 403 403 403 403 403 403 401
cases:request-enter           GET  -           403 403 403 200 403 403 403 403 403 403 403  in

cases:shared-drafts           GET  -           403 200 403 403 200 403 403 403 403 403 200  in
cases:draft-comment           GET  -           403 200 403 403 200 403 403 403 403 403 200  in
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One address: how it is asked for, for the case at which stage, and what each reader gets."""

    name: str
    method: str
    stage: str
    answers: dict[str, str]


def rows() -> list[Row]:
    """Return the table, line by line."""
    found = []
    for line in (TABLE + LIBRARY).splitlines():
        if line and not line.startswith("#"):
            name, method, stage, *answers = line.split()
            found.append(Row(name, method, "" if stage == "-" else stage, dict(zip(ROLES, answers, strict=True))))
    return found
