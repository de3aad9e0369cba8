"""The form of any turn that came by letter, built from its row of `table`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases import labels
from comity.cases.compose import blank
from comity.cases.forms.by_letter.base import ArrivalForm
from comity.cases.forms.by_letter.table import CONDITIONS, MEASURES_ADDED, ROWS
from comity.cases.models import SharedDraft
from comity.cases.queries.said_fields import measure_named
from comity.kernel.ids import new_id
from comity.kernel.plaintext import one_line
from comity.law.assistance import MODULES, usual_kind
from comity.law.conversation import Said
from comity.law.conversation.turns import ANSWERS
from comity.wire import turns
from comity.wire.kinds import KINDS
from comity.wire.message import CaseMessage
from comity.wire.messages import ConsultationHeld
from comity.wire.request import Measure
from comity.wire.request_parts import DETAILS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.cases.forms.by_letter.table import Asked

NAMED_BY_US = ("matter", "notice_id", "offer_id")


class SpokenForm(ArrivalForm):
    """What a letter says in one turn; subclasses differ in `KIND` only."""

    KIND: ClassVar[str] = ""

    @property
    def row(self) -> tuple[Asked, ...]:
        """What this kind may say."""
        return ROWS[self.KIND]

    def add(self) -> None:
        """Add the fields of the row, each with the names it offers."""
        for asked in self.row:
            self.fields[asked.name] = field = asked.make()
            if asked.choose and isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
                field.choices = list(self._named(asked.choose))
            head, _dash, number = asked.name.partition("-")
            if head in {"module", "asked"}:
                title = _("Measure %(number)d") % {"number": int(number) + 1}
                field.label = labels.labelled(str(title), str(field.label))

    def order_fields(self, field_order: Any) -> None:
        """Keep the order of the row; how the letter travelled comes after what it says."""
        said = [asked.name for asked in self.row] if self.KIND else []
        super().order_fields([*said, *(name for name in field_order or () if name not in said)])

    def clean(self) -> dict[str, Any]:
        """Ask for what the message needs and the letter must have said."""
        found = super().clean() or {}
        if self.KIND == "return.deficient" and not any(found.get(f"defect-{code}") for code in turns.RETURN_REASONS):
            self.add_error(None, _("Name at least one reason for which they returned it."))
        if self.KIND == "exculpatory.notice" and found.get("in_advance") is False:
            self._demand(found, "why_not_in_advance", _("Say why notice was not possible before disclosure."))
        if found.get("consent") in {"under_conditions", "no"}:
            self._demand(found, "text", _("Say the conditions, or why consent is refused."))
        for number in range(MEASURES_ADDED):
            if found.get(f"module-{number}"):
                self._demand(found, f"asked-{number}", _("Say what is asked."))
        return found

    def _demand(self, found: dict[str, Any], name: str, text: Any) -> None:
        if not found.get(name):
            self.add_error(name, text)

    def message(self, at: datetime) -> CaseMessage:
        """Return the message that the letter stands for; a name that both sides use is given here."""
        record = KINDS[self.KIND].record
        said = self._said()
        for name in NAMED_BY_US:
            if name in record.rules() and not said.get(name):
                said[name] = str(new_id())
        message = record(**self.common(at), **said)
        if not isinstance(message, CaseMessage):
            raise TypeError(self.KIND)
        return message

    def _said(self) -> dict[str, Any]:
        given = self.cleaned_data
        said = {name: _plain(given.get(name)) for asked in self.row if "-" not in (name := asked.name)}
        match self.KIND:
            case "return.deficient":
                said["received_at"] = datetime.combine(given["received_at"], time(12), tzinfo=UTC)
                said["defects"] = tuple(
                    turns.Defect(code=code, text=text)
                    for code in turns.RETURN_REASONS
                    if (text := given.get(f"defect-{code}"))
                )
            case "draft.comment":
                said["draft_no"] = self._draft_shown()
                said["remarks"] = tuple(
                    turns.DraftRemark(section="request", text=line) for line in _lines(given["remarks"])
                )
            case "conditions.offer":
                said[CONDITIONS] = tuple(
                    turns.Condition(condition_id=f"c{number}", text=line)
                    for number, line in enumerate(_lines(given[CONDITIONS]), start=1)
                )
            case "conditions.accept" | "conditions.reject":
                said["measure_ids"] = said["measure_ids"] or self._of_offer(given["offer_id"])
            case "decision.postpone":
                said["consultation"] = ConsultationHeld(opened_at=said.pop("opened_at"), summary=said.pop("summary"))
            case "request.supplement":
                said["measures"] = tuple(self._added())
        return said

    def _draft_shown(self) -> int:
        shown = SharedDraft.objects.filter(request_id=self.case.pk, ours=True).order_by("answered_at", "-number")
        waiting = shown.filter(answered_at=None).first() or shown.first()
        return waiting.number if waiting else 1

    def _of_offer(self, offer_id: str) -> tuple[str, ...]:
        return tuple(self.case.offers.filter(offer_id=offer_id).values_list("measures__measure_id", flat=True))

    def _added(self) -> Iterable[Measure]:
        for number in range(MEASURES_ADDED):
            if module := self.cleaned_data.get(f"module-{number}"):
                yield Measure.from_json(
                    blank(Measure)
                    | {"measure_id": str(new_id()), "module": module, "kind": usual_kind(module)}
                    | {"details": blank(DETAILS[module]), "description": self.given("asked", number)}
                )

    def _named(self, whose: str) -> Iterable[tuple[str, str]]:
        """Yield the names of the case that a field offers, as people know them."""
        language = get_language() or "en"
        match whose:
            case "sorts":
                yield "", str(_("No further measure"))
                yield from ((code, module.title.get(language)) for code, module in MODULES.items())
            case "measures":
                yield from ((row.measure_id, measure_named(row, language)) for row in self.rows)
            case "items":
                yield from self.case.evidence.filter(delivery__isnull=False).values_list("evidence_id", "name")
            case "matters":
                opens = ANSWERS[Said(self.KIND)].opens
                for one in self.case.matters.filter(ours=True, kind=opens, answered_at__isnull=True):
                    asked = one.asked.get("text") or one.asked.get("reason") or one.asked.get("reasons") or ""
                    yield one.matter_id, one_line(str(asked or one.asked.get("purpose", "")), 120) or one.matter_id
            case "offers":
                for offer in self.case.offers.filter(answer=""):
                    yield offer.offer_id, one_line("; ".join(said["text"] for said in offer.conditions), 160)


def spoken(kind: str) -> type[ArrivalForm]:
    """Return the form of one kind of message."""
    return type(f"Spoken_{kind.replace('.', '_')}", (SpokenForm,), {"KIND": kind, "__module__": __name__})


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return tuple(value) if isinstance(value, list) else value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
