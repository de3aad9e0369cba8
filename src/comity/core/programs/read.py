"""How programs are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.core.parts import Status, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from comity.core.programs.models import Program

VALID = Status(_("valid"), Tone.DONE)
RUN_OUT = Status(_("has run out"), Tone.NONE)
ENDED = Status(pgettext_lazy("a token", "ended"), Tone.REFUSED)


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program, how its token stands, and whether that can still be ended."""

    program: Program
    status: Status
    open: bool


def rows(programs: Iterable[Program], now: datetime) -> list[ProgramRow]:
    """Return programs as the page shows them."""
    return [_row(one, now) for one in programs]


def _row(program: Program, now: datetime) -> ProgramRow:
    if program.ended_at is not None:
        return ProgramRow(program, ENDED, open=False)
    if program.expires_at <= now:
        return ProgramRow(program, RUN_OUT, open=False)
    return ProgramRow(program, VALID, open=True)
