"""Permissions of casework and the policy of each.

Whether an actor reaches a case at all is decided by `queries.doors` (outside it there is no case, only 404). The
policies here say who, within reach, may do what: by role, and by which side of the request we are on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from comity.cases.models import Case, Direction, Measure
from comity.cases.queries import chains
from comity.cases.rules import IN_REVIEW
from comity.core import access
from comity.core.access import Allowed, Denied
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.core.access import Decision, Policy
    from comity.core.actors import Actor


class Permission(StrEnum):
    """What may be done in casework."""

    WORK_READ = "cases:work:read"
    REQUEST_READ = "cases:request:read"
    REQUEST_CREATE = "cases:request:create"
    REQUEST_WRITE = "cases:request:write"
    REQUEST_ASK_REVIEW = "cases:request:ask-review"
    REQUEST_REVIEW = "cases:request:review"
    REQUEST_SEND = "cases:request:send"
    REQUEST_DISCARD = "cases:request:discard"
    REQUEST_ANNOUNCE = "cases:request:announce"
    REQUEST_SUPPLEMENT = "cases:request:supplement"
    REQUEST_RETURN = "cases:request:return"
    DRAFT_SHARE = "cases:draft:share"
    DRAFT_COMMENT = "cases:draft:comment"
    REMARK_WRITE = "cases:remark:write"
    TRANSLATION_ASK = "cases:translation:ask"
    TRANSLATION_WRITE = "cases:translation:write"
    TRANSLATION_APPROVE = "cases:translation:approve"
    CLAUSE_READ = "cases:clause:read"
    CLAUSE_PROPOSE = "cases:clause:propose"
    CLAUSE_DECIDE = "cases:clause:decide"
    PRIORITY_NOTE = "cases:priority:note"
    PRIORITY_SET = "cases:priority:set"
    RULES_READ = "cases:rules:read"
    LAW_READ = "cases:law:read"
    RETENTION_READ = "cases:retention:read"
    RETENTION_HOLD = "cases:retention:hold"
    DESTRUCTION_PROPOSE = "cases:destruction:propose"
    DESTRUCTION_DECIDE = "cases:destruction:decide"
    SEPARATION_PROPOSE = "cases:separation:propose"
    SEPARATION_DECIDE = "cases:separation:decide"
    HANDLING_WRITE = "cases:handling:write"
    REQUEST_REGISTER = "cases:request:register"
    REQUEST_EXAMINE = "cases:request:examine"
    REQUEST_WITHDRAW = "cases:request:withdraw"
    CASE_CLOSE = "cases:case:close"
    MEMBER_NAME = "cases:member:name"
    CONFLICT_DECLARE = "cases:conflict:declare"
    CASE_LINK = "cases:case:link"
    CASE_SEAL = "cases:case:seal"
    DESK_HAND_OVER = "cases:desk:hand-over"
    DESK_READ = "cases:desk:read"
    CLARIFICATION_ASK = "cases:clarification:ask"
    CLARIFICATION_ANSWER = "cases:clarification:answer"
    CONSULTATION_RECORD = "cases:consultation:record"
    MEASURE_DECIDE = "cases:measure:decide"
    MEASURE_REFUSE = "cases:measure:refuse"
    MEASURE_POSTPONE = "cases:measure:postpone"
    CONDITIONS_OFFER = "cases:conditions:offer"
    CONDITIONS_ANSWER = "cases:conditions:answer"
    MATTER_OPEN = "cases:matter:open"
    MATTER_ANSWER = "cases:matter:answer"
    USE_ASK = "cases:use:ask"
    USE_DECIDE = "cases:use:decide"
    NOTICE_GIVE = "cases:notice:give"
    MEASURE_ASSIGN = "cases:measure:assign"
    MEASURE_EXECUTE = "cases:measure:execute"
    MATERIAL_DELIVER = "cases:material:deliver"
    MATERIAL_CONFIRM = "cases:material:confirm"
    STATUS_ASK = "cases:status:ask"
    STATUS_REPORT = "cases:status:report"
    LETTER_POST = "cases:letter:post"
    LETTER_RECORD = "cases:letter:record"
    CUSTODY_WRITE = "cases:custody:write"
    CASES_IMPORT = "cases:cases:import"
    STATISTICS_READ = "cases:statistics:read"
    HOUSE_READ = "cases:house:read"
    HOUSE_SET = "cases:house:set"
    CHAIN_READ = "cases:chain:read"
    CHAIN_PROPOSE = "cases:chain:propose"
    CHAIN_DECIDE = "cases:chain:decide"


D, R, H, G, C, T, E, S = (
    Role.DRAFTER,
    Role.REVIEWER,
    Role.HEAD,
    Role.REGISTRY,
    Role.CASE_OFFICER,
    Role.TRANSLATOR,
    Role.EXECUTING_AUTHORITY,
    Role.STATISTICIAN,
)
OUT, IN = Direction.OUTGOING, Direction.INCOMING

# Who may do what, and on which side of a request; no direction means both.
TABLE: Final[dict[Permission, tuple[frozenset[Role], Direction | None]]] = {
    Permission.WORK_READ: (frozenset({D, R, H, G, C, T, E}), None),
    Permission.REQUEST_READ: (frozenset({D, R, H, G, C, T}), None),
    Permission.REQUEST_CREATE: (frozenset({D, C}), OUT),
    Permission.REQUEST_WRITE: (frozenset({D, C, T}), OUT),
    Permission.REQUEST_ASK_REVIEW: (frozenset({D, C}), OUT),
    Permission.REQUEST_REVIEW: (frozenset({R, C, H}), OUT),
    Permission.REQUEST_SEND: (frozenset({H}), OUT),
    Permission.REQUEST_DISCARD: (frozenset({D, C}), OUT),
    Permission.REQUEST_ANNOUNCE: (frozenset({D, C, H}), OUT),
    Permission.REQUEST_SUPPLEMENT: (frozenset({H}), OUT),
    Permission.DRAFT_SHARE: (frozenset({D, C}), OUT),
    Permission.DRAFT_COMMENT: (frozenset({C, R}), IN),
    Permission.REMARK_WRITE: (frozenset({D, R, H, C, T}), OUT),
    Permission.TRANSLATION_ASK: (frozenset({D, C}), OUT),
    Permission.TRANSLATION_WRITE: (frozenset({D, C, T}), OUT),
    Permission.TRANSLATION_APPROVE: (frozenset({R, H, C, T}), OUT),
    Permission.CLAUSE_READ: (frozenset({D, R, H, C, T}), None),
    Permission.CLAUSE_PROPOSE: (frozenset({D, R, H, C, T}), None),
    Permission.CLAUSE_DECIDE: (frozenset({H}), None),
    Permission.PRIORITY_NOTE: (frozenset({D, R, H, C}), None),
    Permission.PRIORITY_SET: (frozenset({H, C}), None),
    Permission.HANDLING_WRITE: (frozenset({D, R, H, C}), None),
    Permission.RETENTION_READ: (frozenset({H, G}), None),
    Permission.RETENTION_HOLD: (frozenset({H, G, C}), None),
    Permission.DESTRUCTION_PROPOSE: (frozenset({H, G}), None),
    Permission.DESTRUCTION_DECIDE: (frozenset({H, G}), None),
    Permission.SEPARATION_PROPOSE: (frozenset({H, G, C}), IN),
    Permission.SEPARATION_DECIDE: (frozenset({H, G, C}), IN),
    Permission.REQUEST_RETURN: (frozenset({G, C}), IN),
    Permission.REQUEST_REGISTER: (frozenset({G}), IN),
    Permission.REQUEST_EXAMINE: (frozenset({C, R}), IN),
    Permission.REQUEST_WITHDRAW: (frozenset({C, H}), OUT),
    Permission.CASE_CLOSE: (frozenset({C, H}), None),
    Permission.MEMBER_NAME: (frozenset({H}), None),
    Permission.CONFLICT_DECLARE: (frozenset({D, R, H, G, C, T}), None),
    Permission.CASE_LINK: (frozenset({D, R, H, G, C}), None),
    Permission.CASE_SEAL: (frozenset({H}), None),
    Permission.DESK_READ: (frozenset({D, R, H, G, C, T}), None),
    Permission.DESK_HAND_OVER: (frozenset({H}), None),
    Permission.CLARIFICATION_ASK: (frozenset({C, R}), IN),
    Permission.CLARIFICATION_ANSWER: (frozenset({D, C}), OUT),
    Permission.CONSULTATION_RECORD: (frozenset({C, H}), IN),
    Permission.MEASURE_DECIDE: (frozenset({C, H}), IN),
    Permission.MEASURE_REFUSE: (frozenset({H}), IN),
    Permission.MEASURE_POSTPONE: (frozenset({H}), IN),
    Permission.CONDITIONS_OFFER: (frozenset({H}), IN),
    Permission.CONDITIONS_ANSWER: (frozenset({H}), OUT),
    Permission.MATTER_OPEN: (frozenset({C, H}), IN),
    Permission.MATTER_ANSWER: (frozenset({C, H}), OUT),
    Permission.USE_ASK: (frozenset({D, C}), OUT),
    Permission.USE_DECIDE: (frozenset({H}), IN),
    Permission.NOTICE_GIVE: (frozenset({C, H}), None),
    Permission.MEASURE_ASSIGN: (frozenset({C}), IN),
    Permission.MEASURE_EXECUTE: (frozenset({E, C}), IN),
    Permission.MATERIAL_DELIVER: (frozenset({C}), IN),
    Permission.MATERIAL_CONFIRM: (frozenset({D, C}), OUT),
    Permission.STATUS_ASK: (frozenset({D, C}), OUT),
    Permission.STATUS_REPORT: (frozenset({C}), IN),
    Permission.LETTER_POST: (frozenset({D, G, C}), None),
    Permission.LETTER_RECORD: (frozenset({D, G, C}), None),
    Permission.CUSTODY_WRITE: (frozenset({D, G, C}), None),
    Permission.CASES_IMPORT: (frozenset({H, G}), None),
    Permission.STATISTICS_READ: (frozenset({S, H}), None),
}
# What shows figures and no case is open to a role that never sees one; an administrator sees neither.
FIGURES_ONLY: Final = frozenset({Permission.STATISTICS_READ})
# Rules of the authority that show no case: the administrator proposes them, the head confirms them.
RULES_ONLY: Final[dict[Permission, frozenset[Role]]] = {
    Permission.RULES_READ: frozenset({Role.ADMINISTRATOR, D, R, H, G, C, T, S}),
    Permission.LAW_READ: frozenset({Role.ADMINISTRATOR, D, R, H, G, C, T}),
    Permission.HOUSE_READ: frozenset({Role.ADMINISTRATOR, H}),
    Permission.HOUSE_SET: frozenset({Role.ADMINISTRATOR}),
    Permission.CHAIN_READ: frozenset({Role.ADMINISTRATOR, H}),
    Permission.CHAIN_PROPOSE: frozenset({Role.ADMINISTRATOR}),
    Permission.CHAIN_DECIDE: frozenset({H}),
}


def policy_of(permission: Permission) -> Policy:
    """Return the policy that the table gives a permission."""
    roles, direction = TABLE[permission]

    def policy(actor: Actor, obj: object) -> Decision:
        shut = Role.ADMINISTRATOR in actor.roles if permission in FIGURES_ONLY else not actor.sees_cases
        if shut or not actor.roles & roles:
            return Denied(_("Your roles do not include one that may do this."))
        case = obj.case if isinstance(obj, Measure) else obj
        if case is None:
            return Allowed()
        if not isinstance(case, Case):
            raise access.UnknownPermissionError("E_PERMISSION", f"{permission.value} is asked about a case")
        if direction is not None and case.direction != direction:
            return Denied(
                _("This can be done only with a request that we make.")
                if direction == OUT
                else _("This can be done only with a request that was made to us.")
            )
        if permission == Permission.REQUEST_REVIEW:
            return _at_this_stage(actor, case)
        return Allowed()

    return policy


def _at_this_stage(actor: Actor, case: Case) -> Decision:
    """Let those approve whose organ the request has reached; at any other time it is the reviewer's page."""
    if chains.is_for(actor, case) if case.step == IN_REVIEW else actor.has(Role.REVIEWER):
        return Allowed()
    return Denied(_("The request has reached a stage of its approval at which others decide."))


def register_all() -> None:
    """Give each permission its policy; called once, when the app is ready."""
    for permission in TABLE:
        access.register(permission, policy_of(permission))
    for permission, roles in RULES_ONLY.items():
        access.register(permission, access.by_role(*roles))
