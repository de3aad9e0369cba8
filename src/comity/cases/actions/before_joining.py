"""Write down what stood in two cases before one is joined to the other: which rows were whose, and how they stood."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.core import serializers

from comity.cases.actions import folding
from comity.cases.erasing import paths, rows
from comity.cases.models import BeforeJoin, Case, CaseLink, ClarificationItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db import models

# Every table of which joining moves, changes or ends rows; what is written anew from others is left out.
KEPT: Final[frozenset[type[models.Model]]] = (
    (folding.GIVES_WAY - folding.DERIVED)
    | frozenset(folding.GOES_OVER)
    | frozenset(folding.OF_MEASURE)
    | {ClarificationItem, CaseLink}
)
WRITTEN_BY_JOINING: Final = (*folding.AS_FAR, *folding.COLUMNS, "confidential")


def keep(former: Case, into: Case, *, at: datetime) -> BeforeJoin:
    """Keep what stands in both, before `folding.fold`; both are locked, in the caller's transaction."""
    return BeforeJoin.objects.create(
        case=into, former_id=former.pk, at=at, former=written(former), signed=written(into, WRITTEN_BY_JOINING)
    )


def written(case: Case, columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a case as `django.core.serializers` writes and reads them; all columns, or those named."""
    found: list[dict[str, Any]] = json.loads(serializers.serialize("json", _rows(case), fields=columns))
    return found


def _rows(case: Case) -> Iterator[models.Model]:
    yield Case.objects.get(pk=case.pk)
    for model in paths():
        if model in KEPT:
            yield from rows(model).each(case=case.pk)
