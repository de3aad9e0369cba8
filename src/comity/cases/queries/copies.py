"""The door to the copies of case files: each is for its reader alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cases.models import FileCopy

if TYPE_CHECKING:
    from comity.cases.models import Case
    from comity.core.actors import Actor


def copy_for(case: Case, actor: Actor) -> FileCopy | None:
    """Return the copy of a case that was asked for by the actor, whatever became of it: one query."""
    return FileCopy.objects.select_related("file").filter(case=case, reader_id=actor.person()).first()
