"""How a letter travelled, and what every letter of theirs has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.cases.queries.reading import measure_title
from comity.core.forms import PlainTextField
from comity.exchange.models import Channel
from comity.exchange.post import Journey
from comity.wire import messages as wire

if TYPE_CHECKING:
    from datetime import date, datetime

    from comity.cases.actions.by_letter import Evidence
    from comity.cases.models import Case
    from comity.wire.message import CaseMessage


class JourneyForm(forms.Form):
    """How a letter of ours left."""

    channel = forms.ChoiceField(label=_("How it left"), choices=Channel.choices)
    on = day(_("Day on which it left"))
    carrier = PlainTextField(label=_("Handed over by, and to whom"), required=False, max_length=200)
    tracking = PlainTextField(label=_("Tracking number"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].required = True

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        found: date = self.cleaned_data["on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return found

    @property
    def journey(self) -> Journey:
        """What was typed."""
        given = self.cleaned_data
        return Journey(channel=given["channel"], on=given["on"], carrier=given["carrier"], tracking=given["tracking"])


class ArrivalForm(JourneyForm):
    """How a letter of theirs came, its scan, and the two references; each kind adds what it says."""

    KIND: ClassVar[str] = ""
    scan = forms.FileField(
        label=_("Scan of the letter"),
        required=False,
        help_text=_(
            "The letter as it came, as PDF, JPEG, PNG or TIFF of at most 64 MB. It is kept sealed and is what a court"
            " would look at."
        ),
    )
    from_reference = PlainTextField(label=_("Their reference"), required=False, max_length=120)
    note = long_text(_("What else the letter says"), rows=3)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.rows = list(case.measures.all())
        self.fields["channel"].label = _("How it came")
        self.fields["on"].label = _("Day on which it arrived")
        self.fields["carrier"].label = _("Brought by")
        self.fields["from_reference"].initial = case.their_reference
        self.add()
        self.order_fields([*self.each, *self.SAID, "note", "from_reference", "on", "channel", "carrier", "tracking",
                           "scan"])  # fmt: skip

    SAID: ClassVar[tuple[str, ...]] = ()

    def add(self) -> None:
        """Add what belongs to each measure or item of the case."""

    @property
    def each(self) -> list[str]:
        """Names of the fields that belong to one measure or item."""
        return [name for name in self.fields if "-" in name]

    def common(self, at: datetime) -> dict[str, Any]:
        """Return what every message of theirs says."""
        return {
            "request_id": self.case.pk,
            "sent_at": at,
            "from_reference": self.cleaned_data["from_reference"],
            "to_reference": self.case.our_reference,
            "note": self.cleaned_data["note"],
        }

    def message(self, at: datetime) -> CaseMessage:
        """Return the message that the letter stands for."""
        raise NotImplementedError

    def evidence(self) -> list[Evidence]:
        """Return the files that belong to a measure."""
        return []

    def title_of(self, position: int) -> str:
        """Return what a measure is called."""
        row = self.rows[position]
        return f"{position + 1}. {measure_title(row.kind, row.module, get_language() or 'en')}"

    def given(self, name: str, position: int) -> str:
        """Return one answer about a measure or an item, as text."""
        found = self.cleaned_data.get(f"{name}-{position}") or ""
        return found if isinstance(found, str) else found.isoformat()


class ClosureForm(ArrivalForm):
    """They closed their case."""

    KIND = "closure"
    SAID = ("outcome", "reason", "useful", "used_in")
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            ("executed", _("Executed")),
            ("executed_in_part", _("Executed in part")),
            ("not_executed", _("Not executed")),
            ("refused", _("Refused")),
            ("withdrawn", _("Withdrawn")),
        ],
    )
    reason = long_text(_("Reason"), rows=2)
    useful = forms.ChoiceField(
        label=_("Was what we gave of use?"),
        choices=[("", _("Nothing is said")), ("yes", _("Yes")), ("in_part", _("In part")), ("no", _("No"))],
        required=False,
    )
    used_in = forms.ChoiceField(
        label=_("What it was used in"),
        choices=[
            ("", _("Nothing is said")),
            ("investigation", _("Investigation")),
            ("trial", _("Trial")),
            ("confiscation", _("Confiscation")),
            ("not_used", _("Not used")),
        ],
        required=False,
    )

    def add(self) -> None:
        """Only who asked says what came of it."""
        if self.case.outgoing:
            del self.fields["useful"], self.fields["used_in"]

    def message(self, at: datetime) -> CaseMessage:
        """Return the closing note."""
        given = self.cleaned_data
        return wire.Closure(
            **self.common(at),
            outcome=given["outcome"],
            reason=given["reason"],
            feedback=wire.Feedback(useful=given.get("useful", ""), used_in=given.get("used_in", "")),
            supplements=self.case.supplements,
        )
