"""What the letter of each turn can say: one row for a kind of message, one entry for a field of it.

The form of a kind is built from its row (`spoken`): no kind has code of its own. Whatever a field of the message needs
and no letter says (names of matters, offers, notices) is filled in by `spoken`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.forms.acts import day, long_text
from comity.cases.forms.turning.before import DEFECTS
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE: Final = _("None chosen means the whole request.")
ANSWER_BY: Final = _("Answer wanted by")
MEASURES_ADDED: Final = 5
CONDITIONS: Final = "conditions"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing a letter may say.

    Attributes:
        name: the field of the message; one with `-` is put together by `spoken`.
        make: returns the form field.
        choose: whose names the field offers: `measures`, `items`, `matters`, `offers`, or `sorts` for the kinds of
            assistance; empty for a field of its own.
    """

    name: str
    make: Callable[[], forms.Field]
    choose: str = ""


def _text(name: str, label: Any, guidance: Any = "", *, required: bool = False, rows: int = 4) -> Asked:
    return Asked(name, lambda: long_text(label, guidance, required=required, rows=rows))


def _line(name: str, label: Any, limit: int = 300, *, required: bool = False) -> Asked:
    return Asked(name, lambda: PlainTextField(label=label, max_length=limit, required=required))


def _day(name: str, label: Any, *, required: bool = False) -> Asked:
    def make() -> forms.Field:
        field = day(label)
        field.required = required
        return field

    return Asked(name, make)


def _one(name: str, label: Any, words: list[tuple[str, Any]], *, required: bool = True) -> Asked:
    return Asked(
        name, lambda: forms.ChoiceField(label=label, choices=words, required=required, widget=forms.RadioSelect)
    )


def _flag(name: str, label: Any) -> Asked:
    """A question that a letter answers one way or the other; nothing is chosen beforehand."""
    return Asked(
        name,
        lambda: forms.TypedChoiceField(
            label=label, choices=[("yes", _("Yes")), ("no", _("No"))], coerce=_is_yes, widget=forms.RadioSelect
        ),
    )


def _tick(name: str, label: Any) -> Asked:
    return Asked(name, lambda: forms.BooleanField(label=label, required=False))


def _is_yes(value: str) -> bool:
    return value == "yes"


def _many(name: str, label: Any, guidance: Any = "", *, choose: str = "measures", required: bool = False) -> Asked:
    return Asked(
        name,
        lambda: forms.MultipleChoiceField(
            label=label, help_text=guidance, required=required, widget=forms.CheckboxSelectMultiple
        ),
        choose,
    )


def _pick(name: str, label: Any, choose: str) -> Asked:
    return Asked(name, lambda: forms.ChoiceField(label=label, widget=forms.RadioSelect), choose)


def _sort(number: int) -> Asked:
    return Asked(
        f"module-{number}", lambda: forms.ChoiceField(label=_("Sort"), choices=[], required=number == 0), "sorts"
    )


def _added() -> tuple[Asked, ...]:
    """Measures of a supplementary request."""
    return tuple(
        asked
        for number in range(MEASURES_ADDED)
        for asked in (_sort(number), _text(f"asked-{number}", _("What is asked"), rows=2))
    )


_ABOUT = _many("measure_ids", _("About which measures"), WHOLE)
_WHICH = _many("measure_ids", _("Which measures"), required=True)
_TO_WHAT = _pick("matter", _("To what of ours it answers"), "matters")
_CONSULTED = (
    _day("opened_at", _("Consultation held on, as the letter says")),
    _text("summary", _("What the letter says of the consultation"), rows=2),
)
_OFFER = (
    _pick("offer_id", _("Which offer of ours"), "offers"),
    _many("measure_ids", _("Which measures"), _("None chosen means all measures of the offer.")),
)

BY_REQUESTED_STATE: Final[dict[str, tuple[Asked, ...]]] = {
    "return.deficient": (
        _line("provisional_reference", _("Provisional reference of theirs"), 120, required=True),
        _day("received_at", _("Day on which they received it"), required=True),
        *(_text(f"defect-{code}", label, _("Leave empty where the letter does not say so."), rows=2)
          for code, label in DEFECTS.items()),
    ),
    "refer": (
        _line("provisional_reference", _("Provisional reference of theirs"), 120, required=True),
        _line("authority", _("The competent authority"), required=True),
        _text("contact", _("How to reach it"), rows=2),
        _text("reason", _("Why it is competent"), required=True, rows=3),
        _tick("forwarded", _("They have passed the request on to it")),
    ),
    "draft.comment": (
        _text("remarks", _("Their comments"), _("One on each line. Empty where the letter has none."), rows=8),
    ),
    "consult.open": (
        _one("about", _("What they think of doing"), [
            ("refusal", _("Refusing")), ("postponement", _("Postponing")), ("other", _("Something else")),
        ]),
        _ABOUT,
        _text("text", _("What stands in the way, and what could be done"), required=True, rows=6),
        _day("due", ANSWER_BY),
    ),
    "conditions.offer": (
        _WHICH,
        _text(CONDITIONS, _("Conditions"), _("One on each line."), required=True, rows=6),
        _day("due", ANSWER_BY),
    ),
    "decision.postpone": (
        _WHICH,
        _text("interference", _("With which proceeding it would interfere"), required=True),
        _day("review_on", _("Looked at again on"), required=True),
        *_CONSULTED,
    ),
    "cost.consult": (
        _ABOUT,
        _line("estimate", _("Estimate, with its currency"), 120, required=True),
        _text("text", _("What causes the costs, and what they propose"), required=True),
        _day("due", ANSWER_BY),
    ),
    "confidentiality.cannot_comply": (
        _text("reason", _("Why it cannot be kept"), required=True),
        _text("disclosed_to", _("Who would learn of it"), rows=2),
        _day("due", ANSWER_BY),
    ),
    "freeze.lift_notice": (
        _pick("measure_id", _("Which measure"), "measures"),
        _day("intended_on", _("Day on which it would be lifted")),
        _text("reasons", _("Why"), required=True),
        _day("due", _("Reasons for keeping it are heard until")),
    ),
    "use.consent_decision": (
        _TO_WHAT,
        _one("consent", _("Decision"), [
            ("yes", _("Consent")), ("under_conditions", _("Consent under conditions")), ("no", _("Refuse")),
        ]),
        _text("text", _("Conditions, or reasons for refusing")),
    ),
    "obstacle.notice": (
        _ABOUT,
        _text("text", _("What blocks or delays it"), required=True),
        _day("expected_by", _("Expected to be over by")),
    ),
    "freeze.effect": (
        _many("measure_ids", _("About which measures")),
        _text("text", _("What was ordered, by whom"), required=True, rows=2),
        _text("property", _("What is frozen"), rows=2),
        _line("amount", _("Amount, with its currency"), 120),
        _day("effective_on", _("In effect since")),
        _day("ends_on", _("Ends on, if not renewed")),
    ),
    "freeze.lapse_rule": (
        _many("measure_ids", _("About which measures")),
        _text("text", _("What keeps it in force, and what they need for that"), required=True),
        _day("lapses_on", _("Lapses on")),
        _text("law", _("By which law"), rows=2),
    ),
    "freeze.lifted": (
        _many("measure_ids", _("About which measures")),
        _text("text", _("Why it was lifted"), required=True),
        _text("property", _("What was released"), rows=2),
        _day("lifted_on", _("Lifted on")),
    ),
}  # fmt: skip
BY_REQUESTING_STATE: Final[dict[str, tuple[Asked, ...]]] = {
    "request.supplement": (
        _text("reason", _("Why more is asked"), required=True, rows=3),
        *_added(),
    ),
    "consult.reply": (
        _TO_WHAT,
        _text("text", _("Their views"), required=True, rows=6),
    ),
    "conditions.accept": _OFFER,
    "conditions.reject": (
        *_OFFER,
        _text("reasons", _("Reasons"), required=True),
    ),
    "cost.agree": (
        _TO_WHAT,
        _flag("agreed", _("Do they agree?")),
        _one("payer", _("Who bears them"), [
            ("requested", _("The requested State")), ("requesting", _("The requesting State")), ("shared", _("Both")),
        ]),
        _text("text", _("What else the letter says of it")),
    ),
    "confidentiality.answer": (
        _TO_WHAT,
        _flag("go_on", _("Shall the request be executed all the same?")),
        _text("text", _("What else the letter says of it"), rows=3),
    ),
    "freeze.views": (
        _TO_WHAT,
        _flag("keep", _("Shall the measure stay in force?")),
        _text("text", _("Reasons"), rows=6),
    ),
    "use.consent_request": (
        _many("evidence_ids", _("Which items"), _("None chosen means everything that was delivered."), choose="items"),
        _text("purpose", _("What it shall be used for"), required=True),
        _text("proceedings", _("In which proceedings, before which authority"), required=True, rows=2),
        _day("due", ANSWER_BY),
    ),
    "exculpatory.notice": (
        _text("text", _("What is disclosed, to whom, and why it is exculpatory"), required=True),
        _day("disclosed_on", _("Day of disclosure")),
        _flag("in_advance", _("Is this notice given before disclosure?")),
        _text("why_not_in_advance", _("If afterwards: why notice was not possible before"), rows=2),
        _tick("consultation_wanted", _("They would like to consult")),
    ),
    "order.ceased": (
        _ABOUT,
        _text("text", _("Which order or ground, and why it ceased"), required=True),
        _day("ceased_on", _("Since")),
    ),
}  # fmt: skip
BY_EITHER: Final[dict[str, tuple[Asked, ...]]] = {
    "material.disposed": (
        _one(
            "disposal",
            _("What was done with the material"),
            [
                ("returned", _("Returned")),
                ("destroyed", _("Destroyed")),
            ],
        ),
        _many("evidence_ids", _("Which items"), _("None chosen means everything that was delivered."), choose="items"),
        _text("text", _("Which material, and how"), required=True),
        _day("disposed_on", _("Done on"), required=True),
    ),
    "correction": (
        _line("place", _("Where the mistake stands"), required=True),
        _text("was", _("It says"), rows=2),
        _text("shall_be", _("It shall say"), required=True, rows=2),
        _text("text", _("How the mistake came about"), required=True, rows=2),
    ),
}
ROWS: Final = BY_REQUESTED_STATE | BY_REQUESTING_STATE | BY_EITHER
