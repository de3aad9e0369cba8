"""Rules about roles and codes: pure, no database."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import choice
from typing import TYPE_CHECKING

from comity.core.roles import SEES_CASES, Role
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

# Letters and digits that nobody confuses when reading them out: 31 of them, 20 places, 99 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 5, 4


class OfficerError(ComityError):
    """Something about an officer that cannot be.

    Codes: `E_LOGIN_TAKEN`, `E_ROLE_HELD`, `E_ROLES_EXCLUDE`, `E_ENROLMENT`, `E_REASON`, `E_PROPOSED`,
    `E_ABSENCE_DAYS`, `E_ABSENCE_OVERLAPS`, `E_SUBSTITUTE`.
    """


def check_roles(held: Collection[Role], wanted: Role) -> None:
    """Refuse a second grant of one role, and an administrator who would see cases.

    Raises:
        OfficerError: `E_ROLE_HELD`, `E_ROLES_EXCLUDE`.
    """
    if wanted in held:
        raise OfficerError("E_ROLE_HELD", f"holds {wanted} already")
    together = {*held, wanted}
    if Role.ADMINISTRATOR in together and together & SEES_CASES:
        raise OfficerError("E_ROLES_EXCLUDE", "an administrator sees no case")


LONGEST_ABSENCE = timedelta(days=366)


def check_days(first: date, last: date, today: date, others: Iterable[tuple[date, date]]) -> None:
    """Refuse an absence that ends before it begins or is over, lasts over a year, or overlaps another of the officer.

    Raises:
        OfficerError: `E_ABSENCE_DAYS`, `E_ABSENCE_OVERLAPS`.
    """
    if not first <= last or last < today or last - first > LONGEST_ABSENCE:
        raise OfficerError("E_ABSENCE_DAYS", "no such time")
    if any(first <= end and begin <= last for begin, end in others):
        raise OfficerError("E_ABSENCE_OVERLAPS", "away already")


def fits(absent: Collection[Role], substitute: Collection[Role]) -> bool:
    """Return whether one can stand in for the other without the head: he holds each role by which the other sees cases.

    Raises:
        OfficerError: `E_SUBSTITUTE`, the one may never see a case, or the other never does.
    """
    wanted = set(absent) & SEES_CASES
    if not wanted or not set(substitute) & SEES_CASES or Role.ADMINISTRATOR in substitute:
        raise OfficerError("E_SUBSTITUTE", "cannot stand in")
    return wanted <= set(substitute)


def new_code() -> str:
    """Return a one-time code of five groups of four: `K7QM-2XWD-9HRT-4BNP-V3CE`."""
    return "-".join("".join(choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def digest_of(code: str) -> str:
    """Return what is kept of a code. Blanks, hyphens and casing do not matter when it is typed.

    A plain digest is enough: the code has 99 random bits, there is nothing to guess.
    """
    plain = "".join(c for c in code.upper() if c.isalnum())
    return sha256(b"comity enrolment\x00" + plain.encode()).hexdigest()
