"""The forms of single acts: each asks only what the act needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases import labels
from comity.core.forms import PlainTextField
from comity.core.language_fields import LanguageField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

LONG = 20_000


def long_text(label: Any, guidance: Any = "", *, required: bool = False, rows: int = 4) -> PlainTextField:
    """Return a field for a text of several lines."""
    return PlainTextField(label=label, help_text=guidance, required=required, rows=rows, max_length=LONG)


def day(label: Any, guidance: Any = "") -> forms.DateField:
    """Return a field for an optional date."""
    return forms.DateField(
        label=label,
        help_text=guidance,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AgeForm(forms.Form):
    """How old the conduct is, to compare with the rules of de minimis; nothing of it is stored."""

    ended = day(
        _("Last day of the conduct"),
        _("As you read the facts; leave it empty where they do not say. It is compared only, and not stored."),
    )


class BeginForm(forms.Form):
    """Begin a draft."""

    title = PlainTextField(
        label=_("Subject of the request"),
        help_text=_("One line by which you and the other State recognise it, such as what is asked about whom."),
        max_length=300,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=[("en", _("English")), ("zh-hans", _("Chinese"))], initial="en"
    )


class ReasonForm(forms.Form):
    """Give a reason."""

    reason = long_text(_("Reason"), _("It stays in the file."), required=True)


class NoteForm(forms.Form):
    """Add a note that the other State reads, or nothing."""

    note = long_text(_("Note to the other State"), rows=3)


class ConfirmForm(forms.Form):
    """Confirm the receipt of a delivery."""

    note = long_text(
        _("Note to the other State"),
        _("Say what is missing or cannot be read, if anything. The list of items with their digests goes with it."),
        rows=3,
    )


class AskReviewForm(forms.Form):
    """Ask for review."""

    reviewer = forms.ChoiceField(
        label=_("Reviewer"), help_text=_("A reviewer reads what you wrote before it is signed.")
    )
    note = long_text(_("Note to the reviewer"))

    def __init__(self, *args: Any, reviewers: Mapping[UUID, str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reviewers is None:  # the chain itself names who approves
            del self.fields["reviewer"]
        else:
            _choose(self, "reviewer", reviewers)


class ReviewForm(forms.Form):
    """Approve a draft, or return it with notes."""

    notes = long_text(_("Notes"), _("Needed when you return the draft: say what is to be changed."))
    approver = forms.ChoiceField(
        label=_("Who reads it next"),
        help_text=_("Needed when you approve: an officer of the next organ."),
        required=False,
    )

    def __init__(self, *args: Any, approvers: Mapping[UUID, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if approvers is None:  # this is the last approval, or the chain itself names who comes next
            del self.fields["approver"]
        else:
            _choose(self, "approver", approvers)


class SendForm(forms.Form):
    """Sign and send."""

    passphrase = forms.CharField(
        label=_("Your signing passphrase"),
        help_text=_("It unlocks your own signing key for this one signature and is not kept."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )


class RegisterForm(forms.Form):
    """Register a request and acknowledge it."""

    officer = forms.ChoiceField(
        label=_("Case officer"), help_text=_("Who examines the request and answers for it here.")
    )
    shown_officer = PlainTextField(
        label=_("Function shown to the other State"),
        help_text=_("A name or only a function, as your authority chooses."),
        max_length=300,
    )
    contact = PlainTextField(
        label=_("How the other State reaches the officer"), required=False, rows=2, max_length=1_000
    )

    def __init__(self, *args: Any, officers: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "officer", officers)


class ConsultationForm(forms.Form):
    """Record a consultation, or why there was none."""

    measures = forms.MultipleChoiceField(label=_("About which measures"), widget=forms.CheckboxSelectMultiple)
    opened_on = day(_("Day on which the other State was consulted"))
    summary = long_text(
        _("What was said"), _("Terms and conditions that were discussed, and what the requesting State answered.")
    )
    override_reason = long_text(
        _("Or why there was no consultation"),
        _("Only where consultation is impossible. The reason is sent with the refusal and stays in the audit log."),
    )

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measures"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = measures

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two texts, and for the day of a consultation."""
        found = super().clean() or {}
        if not found.get("summary") and not found.get("override_reason"):
            self.add_error("summary", _("Say what was said, or why there was no consultation."))
        if found.get("summary") and not found.get("opened_on"):
            self.add_error("opened_on", _("Give the day of the consultation."))
        return found


class AssignForm(forms.Form):
    """Give a measure to an executing authority."""

    officer = forms.ChoiceField(label=_("Officer of the executing authority"))
    instructions = long_text(
        _("Instructions"), _("What is to be done and how, with the procedure that the requesting State asked for.")
    )
    due = day(_("To be reported by"))
    override_reason = long_text(
        _("Why it begins although the costs are not settled"),
        _("Substantial or extraordinary costs are settled first [46(28)]. It stays in the file and the audit log."),
        rows=2,
    )

    def __init__(self, *args: Any, officers: Mapping[UUID, str], costs_settled: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "officer", officers)
        if costs_settled:
            del self.fields["override_reason"]


class ResultForm(forms.Form):
    """Record the result of a measure."""

    result = forms.ChoiceField(label=_("Result"), choices=[("", _("Not chosen yet")), *labels.RESULTS.items()])
    text = long_text(_("What was done and found"), _("The other State reads it with the evidence."), rows=8)


class EvidenceForm(forms.Form):
    """Add an item of evidence."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    name = PlainTextField(label=_("Title of the item"), max_length=200, required=False)
    collector = PlainTextField(label=_("Collected by"), max_length=200, required=False)
    collected_on = day(_("Collected on"))
    handling = PlainTextField(label=_("Handling"), max_length=200, required=False)


class AnnexForm(forms.Form):
    """Add an annex."""

    file = forms.FileField(label=_("File"), allow_empty_file=False)
    name = PlainTextField(label=_("Title"), max_length=200, required=False)
    language = LanguageField(label=_("Language"), required=False)
    certified = forms.BooleanField(label=_("Certified copy"), required=False)

    def offer(self, languages: Iterable[str]) -> None:
        """Put the languages that the case needs at hand."""
        field = self.fields["language"]
        if isinstance(field, LanguageField):
            field.offer(languages)


class DeliverForm(forms.Form):
    """Deliver results."""

    measures = forms.MultipleChoiceField(label=_("Results to deliver now"), widget=forms.CheckboxSelectMultiple)
    use_limits = long_text(
        _("Limits on use"),
        _("What the requesting State may use the material for, beyond what the Convention says."),
    )
    note = long_text(_("Note to the other State"), rows=3)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measures"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = measures
            field.initial = [name for name, _label in measures]


class WithdrawForm(forms.Form):
    """Say what is no longer needed."""

    measures = forms.MultipleChoiceField(label=_("No longer needed"), widget=forms.CheckboxSelectMultiple)
    reason = long_text(_("Reason"), _("The requested State reads it."), required=True)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measures"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = measures


class MemberForm(forms.Form):
    """Name an officer to work on a case."""

    officer = forms.ChoiceField(label=_("Officer and function"))

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not chosen yet")), *officers]


def _choose(form: forms.Form, name: str, officers: Mapping[UUID, str]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", _("Not chosen yet")), *((str(one), label) for one, label in officers.items())]
