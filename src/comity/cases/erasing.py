"""Empty a case: what stays of each table, and that everything else goes.

What stays is what counts: which case it was, between whom, when each step was taken, how each measure ended, digests of
the evidence. So statistics give the same figures before and after. A table of this app that hangs on a case and is not
named in `STAYS` is deleted whole, a new one too, until somebody decides otherwise here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignObjectRel, Q

from comity.cases.models import (
    Assignment,
    BeforeJoin,
    Case,
    CaseChain,
    Clarification,
    Consultation,
    Decision,
    DeliveredMeasure,
    Delivery,
    Destruction,
    DocketEntry,
    Evidence,
    Exclusion,
    HandedCase,
    Line,
    Measure,
    Member,
    Postponement,
    RetentionHold,
    SearchText,
    SharedDraft,
)
from comity.core.files.models import StoredFile
from comity.core.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

NOTHING: Final = "–"  # where the database asks for a text
# Model -> what its columns hold afterwards; columns not named stay.
STAYS: Final[dict[type[models.Model], dict[str, Any]]] = {
    Assignment: {"instructions": ""},
    CaseChain: {},
    Clarification: {"note": "", "answer_note": ""},
    Consultation: {"summary": NOTHING, "override_reason": ""},
    DeliveredMeasure: {"text": ""},
    Delivery: {"use_limits": "", "note": "", "receipt_note": ""},
    Destruction: {},
    Evidence: {"name": "", "collector": "", "handling": "", "file": None},
    Exclusion: {"reason": ""},
    HandedCase: {},
    Line: {},  # what it may keep of its params stands below
    Measure: {"data": {}, "result_text": ""},
    Member: {},
    Postponement: {"interference": "", "consulted": {}},
    RetentionHold: {"reason": NOTHING},
    SearchText: {"words": ""},  # the row is the database's own: it says which case is to be read again
}
ALSO_DECISION: Final = {"appeal": "", "consulted": {}}
STAYS[Decision] = ALSO_DECISION
BY_TRIGGERS: Final = frozenset({DocketEntry})  # the database writes it from members
COUNTS: Final = frozenset({"outcome", "number", "count", "measures", "files", "accepted", "refused", "result"})
CASE: Final[dict[str, Any]] = {
    "title": "", "contact": {}, "proposed": [], "for_head": {}, "body": None, "deadline": None, "limitation_date": None,
    "turn_side": "nobody", "turn_role": "", "turn_due": None, "unattended": False, "emptied": True,
}  # fmt: skip


@cache
def paths() -> dict[type[models.Model], list[str]]:
    """Return model -> the ways by which its rows lead to their case: `measure__case`, shortest first."""
    found: dict[type[models.Model], list[str]] = {}
    ahead: list[tuple[type[models.Model], str]] = [(Case, "")]
    while ahead:
        model, path = ahead.pop(0)
        # Hidden ones too: a table that the other end has no name for hangs on its case all the same.
        for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 (public in all but name)
            if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
                continue
            other = relation.related_model
            if other._meta.app_label != Case._meta.app_label or other._meta.auto_created:  # noqa: SLF001 (the same)
                continue
            way = f"{relation.field.name}__{path}" if path else relation.field.name
            if other not in found:
                ahead.append((other, way))
            found.setdefault(other, []).append(way)
    return found


@cache
def rows(model: type[models.Model]) -> Prepared[models.Model]:
    """Return the question for the rows of a table that hang on a `case`, in the order of their keys."""
    return Prepared(lambda case: _rows_of(model, case).order_by("pk"))


@cache
def _keys(model: type[models.Model]) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda case: _rows_of(model, case).values_list("pk")[:1])


@cache
def _column(model: type[models.Model], column: str) -> Prepared[tuple[Any, ...]]:
    return Prepared(lambda case: _rows_of(model, case).exclude(**{column: None}).values_list(column))


def _rows_of(model: type[models.Model], case: Any) -> models.QuerySet[Any]:
    """Return the rows of a table that hang on a case, by whichever way."""
    wanted = Q()
    for way in paths()[model]:
        wanted |= Q(**{way: case})
    return model._default_manager.filter(pk__in=model._default_manager.filter(wanted).values("pk"))  # noqa: SLF001


def files_of(case: Case) -> set[UUID]:
    """Return the files that the rows of a case refer to."""
    found: set[UUID] = set()
    for model in paths():
        for column in _files(model):
            found |= {key for (key,) in _column(model, column).all(case=case.pk)}
    return found | _kept_before_joining(case)


def _kept_before_joining(case: Case) -> set[UUID]:
    """Return the files of a case from a letter that was joined to this one: no row of it is left, but what is kept."""
    found: set[UUID] = set()
    for kept in BeforeJoin.objects.filter(case=case):
        for row in kept.former:
            columns = _files(apps.get_model(row["model"]))
            found |= {UUID(row["fields"][one]) for one in columns if row["fields"].get(one)}
    return found


def _files(model: type[models.Model]) -> Iterator[str]:
    for column in model._meta.fields:  # noqa: SLF001 (public in all but name)
        if column.related_model is StoredFile:
            yield column.name


def empty(case: Case) -> None:
    """Empty the rows of a case, inside the caller's transaction."""
    known = paths()
    for model in sorted(known, key=lambda one: -len(known[one][0].split("__"))):  # what hangs on others goes first
        if model not in STAYS and model not in BY_TRIGGERS and _keys(model).first(case=case.pk):
            _rows_of(model, case).delete()
    SharedDraft.objects.filter(request_id=case.pk).delete()
    for model, columns in STAYS.items():
        if columns and _keys(model).first(case=case.pk):
            _rows_of(model, case).update(**columns)
    Decision.objects.filter(measure__case=case).exclude(reasons="").update(reasons=NOTHING)
    for line in case.lines.all():
        line.params = {name: value for name, value in line.params.items() if name in COUNTS}
        line.save(update_fields=["params"])
    Case.objects.filter(pk=case.pk).update(**CASE)


def nobody_refers_to(ids: set[UUID]) -> set[UUID]:
    """Return those of the files to which no row of any case refers any more."""
    held: set[UUID] = set()
    for model in paths():
        for column in _files(model):
            found = model._default_manager.filter(**{f"{column}__in": ids})  # noqa: SLF001 (public in all but name)
            held |= set(found.values_list(f"{column}_id", flat=True))
    return ids - held
