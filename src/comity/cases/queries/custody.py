"""The custody of the originals of a case, as it is read and printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comity.cases import custody
from comity.cases.custody import Kind
from comity.cases.labels import labelled
from comity.cases.letters.document import Heading, Paper, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.cases.letters.document import Block
    from comity.cases.models import Case, CustodyEntry, Original

KINDS: dict[Kind, Any] = {
    Kind.CAME: gettext_lazy("Came into our custody"),
    Kind.MOVED: gettext_lazy("Moved to another place here"),
    Kind.OPENED: gettext_lazy("Opened and sealed again"),
    Kind.HANDED: gettext_lazy("Handed over for a while"),
    Kind.CAME_BACK: gettext_lazy("Came back"),
    Kind.RETURNED: gettext_lazy("Returned for good"),
    Kind.DESTROYED: gettext_lazy("Destroyed"),
}
LABELS: dict[str, Any] = {
    "giver": gettext_lazy("Given by"),
    "receiver": gettext_lazy("Received by"),
    "place": gettext_lazy("Place of keeping"),
    "seal": gettext_lazy("Seal number"),
    "purpose": gettext_lazy("Purpose"),
    "condition": pgettext_lazy("of an object", "Condition"),
}
OWN_LABELS: dict[tuple[Kind, str], Any] = {
    (Kind.CAME, "giver"): gettext_lazy("From whom"),
    (Kind.OPENED, "giver"): gettext_lazy("Opened by"),
    (Kind.DESTROYED, "giver"): gettext_lazy("Destroyed by"),
    (Kind.DESTROYED, "receiver"): gettext_lazy("Witnessed by"),
    (Kind.DESTROYED, "purpose"): gettext_lazy("On whose decision"),
}


def label_of(kind: Kind, name: str) -> str:
    """Return what a text of an entry is called."""
    return str(OWN_LABELS.get((kind, name)) or LABELS[name])


def in_force(original: Original) -> list[CustodyEntry]:
    """Return the entries of an original in the order of what happened, each in its last version: one query."""
    return _in_force(list(original.entries.all()))


def _in_force(written: list[CustodyEntry]) -> list[CustodyEntry]:
    order: list[int] = []  # the first version's place, which its corrections keep
    last: dict[int, CustodyEntry] = {}
    first: dict[int, int] = {}
    for one in written:
        root = first[one.corrects_id] if one.corrects_id else one.pk
        first[one.pk] = root
        order += [] if root in last else [root]
        last[root] = one
    return [last[root] for root in order]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in words; `corrected` where a later one took its place, `texts` as label and text."""

    entry: CustodyEntry
    what: str
    texts: list[tuple[str, str]]
    corrected: bool


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """One original: how it stands, what can be written down next, and all its entries."""

    original: Original
    standing: custody.Standing
    stands: str
    next: list[tuple[Kind, str]]
    entries: list[EntryRow]


def originals_of(case: Case) -> list[OriginalRow]:
    """Return the originals of a case with all entries: two queries, three where there are entries."""
    found = case.originals.prefetch_related("entries__written_by")
    return [_row(one) for one in found]


def original_of(case: Case, number: int) -> OriginalRow:
    """Return one original of a case; Original.DoesNotExist where there is none."""
    return _row(case.originals.prefetch_related("entries__written_by").get(number=number))


def _row(original: Original) -> OriginalRow:
    written = list(original.entries.all())
    valid = _in_force(written)
    now = custody.standing([one.told for one in valid])
    return OriginalRow(
        original=original,
        standing=now,
        stands=_stands(now),
        next=[(kind, str(KINDS[kind])) for kind in custody.possible(now)],
        entries=[_entry(one, corrected=one not in valid) for one in written],
    )


def _entry(entry: CustodyEntry, *, corrected: bool) -> EntryRow:
    kind = Kind(entry.kind)
    texts = [(label_of(kind, name), text) for name in custody.TEXTS if (text := getattr(entry, name))]
    return EntryRow(entry, str(KINDS[kind]), texts, corrected)


def _stands(now: custody.Standing) -> str:
    """Say where an original is."""
    day = formats.date_format(now.since)
    match now.kind:
        case Kind.RETURNED:
            return _("Returned to %(holder)s on %(day)s") % {"holder": now.holder, "day": day}
        case Kind.DESTROYED:
            return _("Destroyed on %(day)s") % {"day": day}
        case Kind.HANDED:
            return _("With %(holder)s since %(day)s") % {"holder": now.holder, "day": day}
        case _:
            return _("Here: %(place)s, since %(day)s") % {"place": now.place, "day": day}


def paper_of(case: Case, language: str, *, sender: str, at: datetime) -> Paper:
    """Return the custody record as a paper to print, with what was corrected and why."""
    with translation.override(language):
        return Paper(
            language=language,
            title=_("Custody of physical originals"),
            reference=case.reference,
            date=at,
            place_date=formats.date_format(timezone.localdate(at)),
            sender=sender,
            sender_address="",
            addressee="",
            blocks=tuple(_blocks(case)),
            closing="",
            signatories=(),
            signature_note="",
            footer=_("%(reference)s · custody record, printed %(time)s")
            % {"reference": case.reference, "time": formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")},
        )


def _blocks(case: Case) -> Iterator[Block]:
    originals = originals_of(case)
    if not originals:
        yield Paragraph(_("No original is or was in our custody."))
    for row in originals:
        yield Heading(f"{row.original.number}. {row.original.description}")
        yield Paragraph(row.stands)
        columns = (_("Day"), _("What happened"), _("Particulars"), _("Written by"))
        yield Table(columns, tuple(_cells(one) for one in row.entries))


def _cells(row: EntryRow) -> tuple[str, ...]:
    said = [labelled(label, text) for label, text in row.texts]
    what = row.what
    if row.corrected:
        what += "\n" + _("replaced by a correction")
    if row.entry.corrects_id:
        said.append(labelled(_("Corrects an earlier entry"), row.entry.reason))
    written = formats.date_format(timezone.localtime(row.entry.written_at), "DATETIME_FORMAT")
    return formats.date_format(row.entry.on), what, "\n".join(said), f"{row.entry.written_by.name}\n{written}"
