"""Write the case of a letter again that was folded into a signed request, and take out of that what was its own.

`comity.cases.separating` says what goes where, of what was kept before they were joined and of what stands now. Rows
that go back keep what was changed in them since; nothing that came since is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db.models import Q

from comity.cases import separating
from comity.cases.actions import before_joining, folding, keeping
from comity.cases.models import BeforeJoin, Case, CaseLink, Member
from comity.cases.queries.separating import readable_rows
from comity.cases.separating import Stored
from comity.exchange import post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from django.core.serializers.base import DeserializedObject
    from django.db import models

    Rows = list[dict[str, Any]]

ONCE: Final = {model._meta.label_lower: once for model, once in folding.GOES_OVER.items()}  # noqa: SLF001 (public)
# Written by joining from the case of the letter, and given back. The reference is new; the request is registered since
# it was joined; whose turn it is and since when is worked out; a seal is lifted by the head alone.
GIVEN_BACK: Final = tuple(
    name
    for name in (*folding.COLUMNS, "confidential")
    if name not in {"our_reference", "registered_at", "turn_since", "sealed"}
)


def unfold(case: Case, kept: BeforeJoin, *, reference: str) -> Case:
    """Write the case of the letter again, give the signed request back what was its own, and return the former.

    `reference` is what the signed request is called from now on: the former bears its own again. Both are to be settled
    by the caller, in whose transaction the case is locked.
    """
    rows = readable_rows(kept.former)
    if rows is None:
        raise RuntimeError("what cannot be read is not separated: `queries.separating.obstacle_of`")
    now = before_joining.written(case)
    parted = separating.part(stored(kept.former), stored(kept.signed, keyed=False), stored(now))
    was = _row_of(kept.former)
    _give_back(case, before=_row_of(kept.signed), written=was, now=_row_of(now))
    case.our_reference, case.registered_at = reference, kept.at
    case.save(update_fields=[*GIVEN_BACK, "our_reference", "registered_at"])
    anew = {one.name for one in parted.anew}
    _write([one for one in rows if _name(one) in anew and not isinstance(one.object, CaseLink)])
    former = Case.objects.get(pk=kept.former_id)
    for table, keys in _by_table(parted.back).items():
        _rows(table).filter(pk__in=keys).update(case=former)
    _copy(parted.copied, former)
    _copy(parted.kept_too, case)
    _end_memberships(former, since=kept)
    own = {one.name for one in stored(kept.signed, keyed=False)}
    _link_again([one.object for one in rows if isinstance(one.object, CaseLink)], case, former, own)
    post.change_case(case.pk, former.pk, peer=former.counterpart)
    if former.body:
        keeping.index(former, former.body)
    former.sealed = former.sealed or case.sealed  # sealed since, both are: nobody can say of which it was meant
    former.save(update_fields=["sealed"])
    return former


def stored(rows: Rows, *, keyed: bool = True) -> list[Stored]:
    """Return rows as `comity.cases.separating` knows them; not `keyed`: without what may stand once in a case."""
    return [
        Stored(
            row["model"],
            str(row["pk"]),
            tuple(str(row["fields"][name.removesuffix("_id")]) for name in ONCE.get(row["model"], ()) if keyed),
        )
        for row in rows
        if row["model"] != "cases.case" or keyed
    ]


def _row_of(rows: Rows) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(row["fields"] for row in rows if row["model"] == "cases.case")
    return found


def _give_back(case: Case, *, before: Mapping[str, Any], written: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    columns = {one.name: one for one in Case._meta.concrete_fields}  # noqa: SLF001 (public in all but name)
    for name in GIVEN_BACK:
        value = separating.column(before=before[name], written=written[name], now=now[name])
        if value != now[name]:
            setattr(case, name, columns[name].to_python(value))


def _name(one: DeserializedObject) -> tuple[str, str]:
    return one.object._meta.label_lower, str(one.object.pk)  # noqa: SLF001 (the same)


def _rows(table: str) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = apps.get_model(table)._default_manager.all()  # noqa: SLF001 (the same)
    return found


def _by_table(rows: Iterable[Stored]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in rows:
        found.setdefault(one.table, []).append(one.key)
    return found


def _write(rows: Iterable[DeserializedObject]) -> None:
    for one in rows:  # the case stands first, and what hangs on others after them
        one.save()


def _copy(rows: Iterable[Stored], case: Case) -> None:
    for table, keys in _by_table(rows).items():
        for row in _rows(table).filter(pk__in=keys):
            if isinstance(row, Member) and row.until is not None:
                continue  # who works on neither any more
            row.pk, row.case = None, case
            row.save(force_insert=True)


def _end_memberships(former: Case, *, since: BeforeJoin) -> None:
    """End in the case of the letter what ended in the joined case after they were joined."""
    for row in Member.objects.filter(case=since.case, until__gt=since.at):
        mine = Member.objects.filter(case=former, officer_id=row.officer_id, function=row.function)
        mine.filter(until__isnull=True).update(until=row.until)


def _link_again(links: Iterable[CaseLink], case: Case, former: Case, own: Collection[tuple[str, str]]) -> None:
    """Write again what officers said of the case of the letter and a third one, as it holds now."""
    for link in links:
        third: UUID = link.other_id if link.one_id == former.pk else link.one_id
        if third != case.pk and not Case.objects.filter(pk=third).exists():
            continue
        said = CaseLink.objects.filter(Q(one=case, other_id=third) | Q(one_id=third, other=case)).first()
        if said is not None and (CaseLink._meta.label_lower, str(said.pk)) not in own:  # noqa: SLF001 (the same)
            same = (said.verdict, said.reason, said.by_id, said.at) == (link.verdict, link.reason, link.by_id, link.at)
            link.verdict, link.reason, link.by_id, link.at = said.verdict, said.reason, said.by_id, said.at
            if same:
                said.delete()  # it came over with the case of the letter
        link.save(force_insert=True)
