"""What is done to programs: giving one a token, ending it, writing down that it was used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.core.codes import AuditCode
from comity.core.policies import Permission
from comity.core.programs import queries
from comity.core.programs.models import Program
from comity.core.programs.rules import digest_of, new_token
from comity.kernel.errors import ComityError
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor


class ProgramError(ComityError):
    """A token that cannot be made or ended. Codes: `E_PROGRAM_DAYS`, `E_PROGRAM_ENDED`."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token in clear: shown once, on the answer to the request that made it, and kept nowhere."""

    program: Program
    token: str


def subject_of(program: Program) -> str:
    """Name a program in the audit log."""
    return f"core.program:{program.pk}"


def admit_program(*, actor: Actor, name: str, days: int, contacts: bool, now: datetime) -> IssuedToken:
    """Give a program a token for `days` days; `contacts`: also how authorities of the directory are reached.

    Raises:
        AccessDenied: for anybody but an administrator.
        ProgramError: `E_PROGRAM_DAYS` for more days than the node's setting allows, or none.
    """
    access.require(actor, Permission.PROGRAM_ADMIT)
    if not 1 <= days <= settings.NODE.program_days:
        raise ProgramError("E_PROGRAM_DAYS", "no such time", most=settings.NODE.program_days)
    token = new_token()
    with transaction.atomic():
        program = Program.objects.create(
            name=clean(name), digest=digest_of(token), contacts=contacts, made_by_id=actor.person(), made_at=now,
            expires_at=now + timedelta(days=days),
        )  # fmt: skip
        data = {"days": days, "contacts": contacts}
        record(actor=actor, code=AuditCode.PROGRAM_ADMITTED, subject=subject_of(program), at=now, data=data)
    return IssuedToken(program, token)


def end_program(*, actor: Actor, program_id: UUID, now: datetime) -> Program:
    """Let a program in no more, from this moment on.

    Raises:
        AccessDenied: for anybody but an administrator.
        ProgramError: `E_PROGRAM_ENDED` where somebody ended it before.
    """
    access.require(actor, Permission.PROGRAM_ADMIT)
    with transaction.atomic():
        program = queries.programs().select_for_update(of=("self",)).get(pk=program_id)
        if program.ended_at is not None:
            raise ProgramError("E_PROGRAM_ENDED", "ended already")
        program.ended_at, program.ended_by_id = now, actor.person()
        program.save(update_fields=["ended_at", "ended_by"])
        record(actor=actor, code=AuditCode.PROGRAM_ENDED, subject=subject_of(program), at=now)
    return program


def mark_used(program: Program, now: datetime) -> None:
    """Write down the day on which a token was used; nothing is written twice on a day."""
    if program.last_used_on != now.date():
        Program.objects.filter(pk=program.pk).update(last_used_on=now.date())
