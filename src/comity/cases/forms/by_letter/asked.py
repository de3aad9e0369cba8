"""What the requested State says by letter about a request of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases import labels, rules
from comity.cases.actions.by_letter import Evidence
from comity.cases.forms.acts import day, long_text
from comity.cases.forms.files import ManyFilesField
from comity.core.forms import PlainTextField
from comity.kernel.ids import new_id
from comity.law.grounds import GROUNDS
from comity.law.measures import STATE_TITLES, TERMINAL
from comity.wire import messages as wire

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.files.models import StoredFile
    from comity.wire.message import CaseMessage

from comity.cases.forms.by_letter.base import ArrivalForm

MOST_QUESTIONS: Final = 100
TOLD_STATES: Final = ("asked", "info_requested", "accepted", "in_execution", "results_at_ca")


class AckForm(ArrivalForm):
    """They registered our request."""

    KIND = "ack"
    SAID = ("reference", "officer", "contact")
    reference = PlainTextField(label=_("Their reference of the request"), max_length=80)
    officer = PlainTextField(label=_("Officer or authority in charge"), required=False)
    contact = long_text(_("How that officer is reached"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["from_reference"]

    def message(self, at: datetime) -> CaseMessage:
        """Return the acknowledgement."""
        given = self.cleaned_data
        self.cleaned_data["from_reference"] = given["reference"]
        return wire.Ack(
            **self.common(at), reference=given["reference"], received_at=at, officer=given["officer"],
            contact=given["contact"],
        )  # fmt: skip


class QuestionsForm(ArrivalForm):
    """They ask for missing items (UNCAC art. 46(16))."""

    KIND = "clarify.ask"
    SAID = ("questions", "due")
    questions = long_text(_("Their questions"), _("One on each line."), required=True, rows=6)
    due = day(_("Answer wanted by"))

    def message(self, at: datetime) -> CaseMessage:
        """Return the next round of questions."""
        given = self.cleaned_data
        lines = [line.strip() for line in given["questions"].split("\n") if line.strip()][:MOST_QUESTIONS]
        items = tuple(
            wire.Question(item_id=str(new_id()), code="other", measure_id="", person_id="", question=line)
            for line in lines
        )
        due = given["due"].isoformat() if given["due"] else ""
        last = self.case.clarifications.order_by("-round").values_list("round", flat=True).first() or 0
        waiting = tuple(row.measure_id for row in self.rows if row.state == "asked")
        open_ones = tuple(row.measure_id for row in self.rows if row.state not in TERMINAL)
        return wire.ClarifyAsk(
            **self.common(at), round=last + 1, due=due, measure_ids=waiting or open_ones, items=items
        )


class DecisionForm(ArrivalForm):
    """They decided on some or all measures (UNCAC art. 46(21)-(23))."""

    KIND = "decision"
    SAID = ("appeal",)
    appeal = long_text(_("Appeal against a refusal"), rows=2)

    def add(self) -> None:
        """Add the decision on each measure."""
        language = get_language() or "en"
        grounds = [("", _("Not chosen yet")), *((one.code, one.title.get(language)) for one in GROUNDS.values())]
        for position, row in enumerate(self.rows):
            may = rules.decisions_on(row.state, row.resume_state)
            if not may:
                continue
            title = self.title_of(position)
            named = {"accepted": _("Accept"), "refused": _("Refuse")}
            choices = [("", _("Nothing is said")), *((one, named[one]) for one in may)]
            self.fields[f"decision-{position}"] = forms.ChoiceField(
                label=labels.labelled(title, str(_("Decision"))), choices=choices, required=False
            )
            self.fields[f"ground-{position}"] = forms.ChoiceField(
                label=labels.labelled(title, str(_("Ground"))), choices=grounds, required=False
            )
            self.fields[f"reasons-{position}"] = long_text(labels.labelled(title, str(_("Reasons"))), rows=3)
            if "accepted" in may:
                self.fields[f"expected-{position}"] = day(labels.labelled(title, str(_("Result expected by"))))

    def clean(self) -> dict[str, Any]:
        """Demand a decision, and for each refusal its ground and reasons."""
        data = super().clean() or {}
        said = [position for position in range(len(self.rows)) if data.get(f"decision-{position}")]
        if not said:
            self.add_error(None, _("Say what was decided on at least one measure."))
        for position in said:
            if data[f"decision-{position}"] == "refused" and not (
                data.get(f"ground-{position}") and data.get(f"reasons-{position}")
            ):
                self.add_error(f"reasons-{position}", _("Reasons must be given for every refusal."))
        return data

    def message(self, at: datetime) -> CaseMessage:
        """Return the decision under the kind that fits what was decided."""
        rows = []
        for position, row in enumerate(self.rows):
            decision = self.given("decision", position)
            if not decision:
                continue
            refused = decision == "refused"
            ground = self.given("ground", position) if refused else ""
            rows.append(
                wire.MeasureDecision(
                    measure_id=row.measure_id,
                    decision=decision,
                    ground=ground,
                    reasons=self.given("reasons", position) if refused else "",
                    consultation=wire.ConsultationHeld(),
                    article=GROUNDS[ground].article if ground else "",
                    expected_by="" if refused else self.given("expected", position),
                )
            )
        found = {one.decision for one in rows}
        record: type[wire.Decision] = wire.DecisionPartial
        if len(found) == 1:
            record = wire.DecisionAccept if found == {"accepted"} else wire.DecisionRefuse
        return record(**self.common(at), measures=tuple(rows), appeal_info=self.cleaned_data["appeal"])


class StatusReportForm(ArrivalForm):
    """They say how far each measure is (UNCAC art. 46(24))."""

    KIND = "status.report"

    def add(self) -> None:
        """Add state, date and note of each measure."""
        language = get_language() or "en"
        for position, row in enumerate(self.rows):
            title = self.title_of(position)
            states = [row.state, *(one for one in TOLD_STATES if one != row.state)]
            self.fields[f"state-{position}"] = forms.ChoiceField(
                label=labels.labelled(title, str(_("State of execution"))),
                choices=[(one, STATE_TITLES[one].get(language)) for one in states],
            )
            self.fields[f"expected-{position}"] = day(labels.labelled(title, str(_("Result expected by"))))
            self.fields[f"note-{position}"] = long_text(labels.labelled(title, str(_("What they say"))), rows=2)

    def message(self, at: datetime) -> CaseMessage:
        """Return the report."""
        rows = tuple(
            wire.MeasureStatus(
                measure_id=row.measure_id,
                state=self.given("state", position),
                expected_by=self.given("expected", position),
                note=self.given("note", position),
            )
            for position, row in enumerate(self.rows)
        )
        return wire.StatusReport(**self.common(at), measures=rows)


class DeliveryForm(ArrivalForm):
    """They deliver results and material (UNCAC art. 46(3)); the scans become evidence with digests of ours."""

    KIND = "material.deliver"
    SAID = ("final", "use_limits")
    final = forms.BooleanField(label=_("They say that nothing more will come"), required=False)
    use_limits = long_text(_("Limits on use that they set"), rows=2)

    def add(self) -> None:
        """Add result, text and files of each measure."""
        self.claimed: list[Evidence] = []
        for position, row in enumerate(self.rows):
            if row.state not in {"accepted", "in_execution", "results_at_ca", "delivered_in_part"}:
                continue
            title = self.title_of(position)
            self.fields[f"result-{position}"] = forms.ChoiceField(
                label=labels.labelled(title, str(_("Result"))),
                choices=[("", _("Nothing is said")), *labels.RESULTS.items()],
                required=False,
            )
            self.fields[f"text-{position}"] = long_text(labels.labelled(title, str(_("What they say"))), rows=3)
            self.fields[f"files-{position}"] = ManyFilesField(
                label=labels.labelled(title, str(_("Material that came"))), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Demand a result."""
        data = super().clean() or {}
        if not any(data.get(f"result-{position}") for position in range(len(self.rows))):
            self.add_error(None, _("Choose one of the results."))
        return data

    def take(self, position: int, file: StoredFile) -> None:
        """Give a measure a file that was uploaded for it."""
        self.claimed.append(Evidence(self.rows[position].measure_id, new_id(), file))

    def evidence(self) -> list[Evidence]:
        """Return the material with the measure of each item."""
        return self.claimed

    def message(self, at: datetime) -> CaseMessage:
        """Return the next delivery."""
        rows = []
        for position, row in enumerate(self.rows):
            if result := self.given("result", position):
                owned = tuple(str(one.evidence_id) for one in self.claimed if one.measure_id == row.measure_id)
                rows.append(
                    wire.MeasureResult(
                        measure_id=row.measure_id, result=result, text=self.given("text", position), evidence_ids=owned
                    )
                )
        number = (self.case.deliveries.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        given = self.cleaned_data
        return wire.MaterialDeliver(
            **self.common(at), delivery_no=number, final=given["final"], measures=tuple(rows),
            use_limits=given["use_limits"],
        )  # fmt: skip
