"""The audit codes that `core` writes itself, beside those that its graphs name."""

from __future__ import annotations

from enum import StrEnum


class AuditCode(StrEnum):
    """What can have happened to accounts, roles and keys."""

    OFFICER_CREATED = "core.officer.created"
    OFFICER_CHANGED = "core.officer.changed"
    OFFICER_CLOSED = "core.officer.closed"
    OFFICER_REOPENED = "core.officer.reopened"
    ENROLMENT_ISSUED = "core.enrolment.issued"
    ENROLMENT_USED = "core.enrolment.used"
    ENROLMENT_BLOCKED = "core.enrolment.blocked"
    ROLE_PROPOSED = "core.role.proposed"
    ROLE_FOUNDED = "core.role.founded"
    RESET_PROPOSED = "core.second_factor.reset_proposed"
    ABSENCE_DECLARED = "core.absence.declared"
    MAIL_CHOSEN = "core.mail.chosen"
    MAIL_OFF = "core.mail.off"
    MAIL_DEAD = "core.mail.dead"
    SIGNED_IN = "core.session.signed_in"
    SIGN_IN_FAILED = "core.session.sign_in_failed"
    SIGNED_OUT = "core.session.signed_out"
    PASSWORD_CHANGED = "core.password.changed"  # noqa: S105 (a code)
    FACTOR_ADDED = "core.second_factor.added"
    FACTOR_REMOVED = "core.second_factor.removed"
    SIGNING_KEY_CREATED = "core.signing_key.created"
    SIGNING_KEY_REVOKED = "core.signing_key.revoked"
    PROGRAM_ADMITTED = "core.program.admitted"
    PROGRAM_ENDED = "core.program.ended"
    CHECKPOINT_SIGNED = "core.audit.checkpoint"
    LOG_VERIFIED = "core.audit.verified"
