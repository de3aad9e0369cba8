"""The doors to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.core.programs.models import Program
from comity.core.programs.rules import digest_of, is_token

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def programs() -> QuerySet[Program]:
    """Return every program that ever had a token, the newest first."""
    return Program.objects.select_related("made_by")


def program_with(token: str, now: datetime) -> Program | None:
    """Return the program that a token lets in now; None for one that is unknown, has run out or was ended."""
    if not is_token(token):
        return None
    return Program.objects.filter(digest=digest_of(token), ended_at__isnull=True, expires_at__gt=now).first()
