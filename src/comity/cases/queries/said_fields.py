"""What a message between the authorities says, field by field, in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.queries.reading import measure_title
from comity.kernel.plaintext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.cases.models import Case, Measure

# Translators: what a message between the authorities says, field by field, in the order in which it is read.
FIELDS: dict[str, Any] = {
    "about": gettext_lazy("Thinks of"),
    "consent": gettext_lazy("Decision"),
    "agreed": gettext_lazy("Agreed"),
    "payer": gettext_lazy("Bears the costs"),
    "go_on": gettext_lazy("Executed all the same"),
    "keep": gettext_lazy("Stays in force"),
    "place": gettext_lazy("Where"),
    "was": gettext_lazy("Said"),
    "shall_be": gettext_lazy("Shall say"),
    "text": gettext_lazy("Says"),
    "estimate": gettext_lazy("Estimate"),
    "reason": gettext_lazy("Reason"),
    "reasons": gettext_lazy("Reasons"),
    "disclosed_to": gettext_lazy("Who would learn of it"),
    "intended_on": gettext_lazy("Would be lifted on"),
    "purpose": gettext_lazy("Purpose"),
    "proceedings": gettext_lazy("Proceedings"),
    "expected_by": gettext_lazy("Expected to be over by"),
    "effective_on": gettext_lazy("In effect since"),
    "property": gettext_lazy("What is frozen"),
    "amount": gettext_lazy("Amount"),
    "ends_on": gettext_lazy("Ends on"),
    "lapses_on": gettext_lazy("Lapses on"),
    "law": gettext_lazy("By which law"),
    "lifted_on": gettext_lazy("Lifted on"),
    "disclosed_on": gettext_lazy("Day of disclosure"),
    "in_advance": gettext_lazy("Told before disclosure"),
    "why_not_in_advance": gettext_lazy("Why not before"),
    "consultation_wanted": gettext_lazy("Would like to consult"),
    "ceased_on": gettext_lazy("Since"),
    "disposal": gettext_lazy("What was done"),
    "disposed_on": gettext_lazy("Done on"),
    "note": gettext_lazy("Note"),
}
# Translators: the same field, where the kind of message calls for other words.
FIELDS_OF_KIND: dict[tuple[str, str], Any] = {
    ("consult.open", "text"): gettext_lazy("What stands in the way, and what could be done"),
    ("consult.reply", "text"): gettext_lazy("Views"),
    ("cost.consult", "text"): gettext_lazy("What causes the costs, and what is proposed"),
    ("confidentiality.cannot_comply", "reason"): gettext_lazy("Why it cannot be kept"),
    ("obstacle.notice", "text"): gettext_lazy("What blocks or delays it"),
    ("freeze.effect", "text"): gettext_lazy("What was ordered, by whom"),
    ("freeze.lapse_rule", "text"): gettext_lazy("What keeps it in force"),
    ("freeze.lifted", "text"): gettext_lazy("Why it was lifted"),
    ("freeze.lifted", "property"): gettext_lazy("What was released"),
    ("exculpatory.notice", "text"): gettext_lazy("What is disclosed, and to whom"),
    ("order.ceased", "text"): gettext_lazy("Which order or ground, and why it ceased"),
    ("material.disposed", "text"): gettext_lazy("Which material, and how"),
    ("correction", "text"): gettext_lazy("How the mistake came about"),
}
FIELDS_FOR_HEAD: dict[str, Any] = {
    "conditions": gettext_lazy("Conditions"),
    "interference": gettext_lazy("Interferes with"),
    "review_on": gettext_lazy("Looked at again on"),
    "override_reason": gettext_lazy("Why there was no consultation"),
    "due": gettext_lazy("Answer asked by"),
}
WORDS: dict[tuple[str, str], Any] = {
    ("about", "refusal"): gettext_lazy("Refusing"),
    ("about", "postponement"): gettext_lazy("Postponing"),
    ("about", "other"): gettext_lazy("Something else"),
    ("payer", "requested"): gettext_lazy("The requested State"),
    ("payer", "requesting"): gettext_lazy("The requesting State"),
    ("payer", "shared"): gettext_lazy("Both"),
    ("disposal", "returned"): gettext_lazy("It was returned"),
    ("disposal", "destroyed"): gettext_lazy("It was destroyed"),
    ("consent", "yes"): gettext_lazy("Consent"),
    ("consent", "under_conditions"): gettext_lazy("Consent under conditions"),
    ("consent", "no"): gettext_lazy("Refuse"),
}


def measure_named(measure: Measure, language: str) -> str:
    """Return what a measure is called with the first words of what is asked: two of one kind stay apart."""
    title = measure_title(measure.kind, measure.module, language)
    asked = one_line(str(measure.data.get("description", "")), 70)
    return labels.labelled(title, asked) if asked else title


def measures_named(found: Iterable[Measure]) -> str:
    """Return several measures in one line."""
    language = get_language() or "en"
    return labels.listed(measure_named(one, language) for one in found)


def names_in(case: Case) -> dict[str, str]:
    """Return what each measure of a case is called, and each item of evidence that was delivered: two queries."""
    language = get_language() or "en"
    found = {one.measure_id: measure_named(one, language) for one in case.measures.all()}
    return found | dict(case.evidence.filter(delivery__isnull=False).values_list("evidence_id", "name"))


def rows(kind: str, said: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what a message says: what it is about first, then its fields; what is not said is left out.

    Args:
        kind: the kind of message.
        said: its fields.
        names: what measures and items are called (`names_in`).
    """
    found = []
    about = [names.get(one, "–") for one in (*(said.get("measure_ids") or ()), said.get("measure_id")) if one]
    if about:
        found.append((_("Measures"), labels.listed(about)))
    if items := [names.get(one, "–") for one in said.get("evidence_ids") or ()]:
        found.append((_("Items"), labels.listed(items)))
    for name, label in FIELDS.items():
        value = said.get(name)
        if value is not None and value != "":
            found.append((str(FIELDS_OF_KIND.get((kind, name), label)), word(name, value)))
    return found


def word(name: str, value: Any) -> str:
    """Return one value in words: a choice, a yes or no, a day."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    known = WORDS.get((name, value))
    day = parse_date(value) if name.endswith(("_on", "_by")) else None
    return str(known) if known else formats.date_format(day) if day else str(value)
