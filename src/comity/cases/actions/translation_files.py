"""Hand the words of a draft out as a file for a translator, and take the file back: hostile until it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.actions.translating import write
from comity.cases.codes import AuditCode
from comity.cases.models import Translation
from comity.cases.queries import translating
from comity.cases.translating import xliff
from comity.cases.translating.pieces import Given
from comity.core.files.reader import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from comity.cases.queries.translating import Line, Whole
    from comity.core.actors import Actor
    from comity.core.files.models import StoredFile

MOST_TOLD: Final = 200  # paragraphs of a report; further ones are counted
LONGEST_TOLD: Final = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one unit: `taken`, `same`, `empty`, `stands`, `changed`, `unknown`, `long`, `missing`."""

    result: str
    source: str
    target: str = ""

    def to_json(self) -> dict[str, str]:
        """Return it as the report keeps it; long texts are cut, the file itself has them whole."""
        return {"result": self.result, "source": self.source[:LONGEST_TOLD], "target": self.target[:LONGEST_TOLD]}


@transaction.atomic
def hand_out(*, actor: Actor, case_id: UUID, language: str, hide_names: bool, now: datetime) -> bytes:
    """Return the file; where names are hidden, which place stands for which name is kept here and nowhere else."""
    case = keeping.load(actor, case_id, Permission.TRANSLATION_WRITE, now=now)
    row = _open_row(case.pk, language)
    whole = translating.whole_of(case, row, "en")
    if hide_names:
        _number(row, whole.names)
    hidden = {name: row.hidden[name] for name in whole.names} if hide_names else {}
    units = [
        xliff.Unit(id=one.piece.digest, source=one.piece.text, target=one.target, checked=one.state == "checked",
                   about=one.piece.label.get(case.language))
        for one in whole.lines
    ]  # fmt: skip
    keeping.audit(
        case, AuditCode.TRANSLATION_HANDED_OUT, actor=actor, at=now,
        data={"language": language, "paragraphs": len(units), "names": "hidden" if hide_names else "shown"},
    )  # fmt: skip
    return xliff.write(
        units, name=case.our_reference, source=case.language, target=language, names=whole.names, hidden=hidden
    )


def _number(row: Translation, names: Sequence[str]) -> None:
    """Give each new name its place; one that was given stays for good, whatever becomes of the draft."""
    for name in names:
        row.hidden.setdefault(name, f"[[{len(row.hidden) + 1}]]")
    row.save(update_fields=["hidden"])


def take_back(
    *, actor: Actor, case_id: UUID, language: str, file: StoredFile, replace: bool, now: datetime
) -> Translation:
    """Read a file that came back, take from it what belongs to the draft, and report on every unit.

    Args:
        actor: who brings it.
        case_id: the draft.
        language: into which it is translated.
        file: what was brought.
        replace: whether it also takes the place of translations that stand here and say something else.
        now: when.

    Raises:
        XliffError: it is not what was handed out; nothing was taken.
        CaseworkError: `E_NOT_DRAFT`, `E_TRANSLATION_STATE`.
    """
    found = xliff.read(read_file(file, limit=xliff.MOST_BYTES + 1))
    with transaction.atomic():
        case = keeping.load(actor, case_id, Permission.TRANSLATION_WRITE, now=now)
        rules.check_draft(case.step)
        row = _open_row(case.pk, language)
        if (found.source, found.target) != (case.language, language):
            raise xliff.XliffError("E_XLIFF_LANGUAGE", "other languages")
        given, told = judge(found.units, translating.whole_of(case, row, "en"), row.hidden, replace=replace)
        kept = write(row, given, actor=actor, now=now)
        counts = {name: sum(one.result == name for one in told) for name in dict.fromkeys(one.result for one in told)}
        speaking = [one.to_json() for one in told if one.result not in {"taken", "same"}]
        row.brought = {"at": now.isoformat(), "by": actor.name, "counts": counts, "rows": speaking[:MOST_TOLD]}
        row.save(update_fields=["brought"])
        keeping.audit(
            case, AuditCode.TRANSLATION_BROUGHT, actor=actor, at=now,
            data={"language": language, "units": len(found.units), "paragraphs": kept.saved},
        )  # fmt: skip
    return row


def judge(
    units: Sequence[xliff.Unit], whole: Whole, hidden: dict[str, Any], *, replace: bool
) -> tuple[dict[str, Given], list[Told]]:
    """Return what is taken of a file, and what becomes of each of its units and of each paragraph it lacks. Pure.

    A unit is known by its id; that its source is ours is looked at, because a file may be changed on its way.
    """
    lines = {one.piece.digest: one for one in whole.lines}
    given: dict[str, Given] = {}
    told: list[Told] = []
    for unit in units:
        source, target = xliff.show(unit.source, hidden), xliff.tidy(xliff.show(unit.target, hidden))
        line = lines.pop(unit.id, None)
        result = _result(line, source, target, replace=replace)
        told.append(Told(result, source, target))
        if result == "taken" and line is not None:
            given[unit.id] = Given(target=target)
    told += [Told("missing", one.piece.text) for one in lines.values() if not one.target]
    return given, told


def _result(line: Line | None, source: str, target: str, *, replace: bool) -> str:
    if line is None:
        return "unknown"
    if not xliff.alike(source, line.piece.text):
        return "changed"
    if not target:
        return "empty"
    if len(target) > xliff.LONGEST:
        return "long"
    if target == line.target:
        return "same"
    return "taken" if replace or not line.target or line.state == "curated" else "stands"


def _open_row(case_id: UUID, language: str) -> Translation:
    row = Translation.objects.select_for_update().select_related("case").get(case_id=case_id, language=language)
    if row.state != "open":
        raise rules.CaseworkError("E_TRANSLATION_STATE", "it has moved on")
    return row
