"""Decide on measures: for each, accept, refuse on a ground with reasons, or leave it for later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases import rules
from comity.cases.actions.deciding import Proposal
from comity.cases.forms.acts import day, long_text
from comity.cases.queries import examination

if TYPE_CHECKING:
    from comity.cases.models import Case

DUAL = [
    ("unclear", _("Not clear yet")),
    ("met", _("Yes, the conduct is an offence in both States")),
    ("not_met", _("No, the conduct is no offence here")),
    ("not_required", _("Not required for this request")),
]


def _choices(law: examination.MeasureLaw) -> list[tuple[str, Any]]:
    """Return what can be decided on a measure: one that was accepted goes on, or is refused after all."""
    if law.undecided:
        return [("", _("Later")), ("accepted", _("Accept")), ("refused", _("Refuse"))]
    return [("", _("Execution goes on")), ("refused", _("Refuse after all"))]


PARTS = ("decision", "expected", "ground", "coercive", "public", "reasons", "override")


class DecideForm(forms.Form):
    """One block of questions for each measure that is open to decision."""

    dual = forms.ChoiceField(label=_("Dual criminality"), choices=DUAL, initial="unclear")
    appeal = long_text(_("Appeal against a refusal"), _("How the decision can be challenged, if it can."), rows=2)
    note = long_text(_("Note to the requesting State"), rows=2)

    def __init__(self, *args: Any, case: Case, may_refuse: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.may_refuse = may_refuse
        open_now = [one for one in case.measures.all() if one.state in rules.DECIDABLE]
        self.laws = examination.laws_of(case, open_now, language)
        self.analogous = examination.forbidden_by_analogy(case, language)
        proposed = {one["measure_id"]: one for one in case.proposed}
        for position, law in enumerate(self.laws):
            self._add(position, law, proposed.get(law.measure_id, {}))
        duals = {one.get("dual") for one in case.proposed} - {None, "unclear"}
        self.fields["dual"].initial = next(iter(sorted(duals)), "unclear")

    def _add(self, position: int, law: examination.MeasureLaw, proposed: dict[str, Any]) -> None:
        grounds = [(one.code, f"{one.title} [{one.article}]") for one in (*law.grounds, *self.analogous)]
        fields: dict[str, forms.Field] = {
            "decision": forms.ChoiceField(
                label=_("Decision"),
                choices=_choices(law),
                widget=forms.RadioSelect,
                required=False,
                initial=proposed.get("decision", ""),
                help_text="" if law.undecided else _("It was accepted. A refusal ends its execution."),
            ),
            "expected": day(_("Result expected by")),
            "ground": forms.ChoiceField(
                label=_("Ground"),
                choices=[("", _("Not chosen yet")), *grounds],
                required=False,
                initial=proposed.get("ground", ""),
                help_text=_("What is never a ground stands above, and why."),
            ),
            "coercive": forms.ChoiceField(
                label=_("Does it take coercive measures here?"),
                choices=[("depends", _("Not clear yet")), ("yes", _("Yes")), ("no", _("No"))],
                required=False,
                initial=proposed.get("coercive") or "depends",
                help_text=_("What is not coercive is owed even without dual criminality."),
            ),
            "public": forms.BooleanField(
                label=_("These are government records that are open to the public here"),
                required=False,
                initial=proposed.get("public", False),
                help_text=_("Copies of them are owed [46(29)(a)]."),
            ),
            "reasons": long_text(_("Reasons"), _("The requesting State reads them.")),
            "override": long_text(
                _("Why a step that the law asks for first was left out"),
                _("Only where it was, such as consultation. It is recorded in the audit log."),
                rows=2,
            ),
        }
        fields["expected"].initial = proposed.get("expected_by") or None
        fields["reasons"].initial = proposed.get("reasons", "")
        fields["override"].initial = proposed.get("override_reason", "")
        if law.coercive != "depends":
            del fields["coercive"]
        if not law.records:
            del fields["public"]
        if not law.undecided:
            del fields["expected"]
        for name, field in fields.items():
            self.fields[f"m{position}-{name}"] = field

    def rows(self) -> list[dict[str, Any]]:
        """Return each measure with its fields, for the page."""
        return [
            {
                "law": law,
                **{name: self[f"m{position}-{name}"] for name in PARTS if f"m{position}-{name}" in self.fields},
            }
            for position, law in enumerate(self.laws)
        ]

    def proposals(self) -> list[Proposal]:
        """Return what was decided; measures left for later are not among them."""
        found = []
        for position, law in enumerate(self.laws):
            given = {name: self.cleaned_data.get(f"m{position}-{name}") for name in PARTS}
            if given["decision"]:
                expected, refused = given["expected"], given["decision"] == "refused"
                found.append(
                    Proposal(
                        measure_id=law.measure_id,
                        decision=str(given["decision"]),
                        ground=str(given["ground"] or "") if refused else "",
                        reasons=str(given["reasons"] or "") if refused else "",
                        expected_by=expected if isinstance(expected, date) and not refused else None,
                        override_reason=str(given["override"] or "") if refused else "",
                        dual=str(self.cleaned_data["dual"]),
                        coercive=str(given["coercive"] or "") if refused else "",
                        public=bool(given["public"]) and refused,
                    )
                )
        return found


class ProposalReturnForm(forms.Form):
    """Return a proposed decision to the case officer."""

    return_notes = long_text(_("What is to be changed"), _("The case officer reads it."), rows=3, required=True)
