"""The forms of offices without an account: what the officer asks and checks, and what the office answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases import labels
from comity.cases.forms.acts import day, long_text
from comity.cases.forms.files import ManyFilesField
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from comity.cases.models import OfficeFile


class AskOfficeForm(forms.Form):
    """Ask an office without an account."""

    office = PlainTextField(
        label=_("Office"), help_text=_("Its name as it stands on the sheet, such as a bank or a police station.")
    )
    address = PlainTextField(label=_("Address"), rows=3, required=False, max_length=1_000)
    email = PlainTextField(
        label=_("E-mail of the office"),
        help_text=_("For a notice that a sheet is on its way: it says nothing of the request and has no link."),
        required=False,
        max_length=254,
    )
    instructions = long_text(
        _("Instructions"), _("What is to be done and how, with the procedure that the requesting State asked for.")
    )
    due = day(_("To be reported by"))
    language = forms.ChoiceField(
        label=_("Language of the sheet"), choices=[("en", _("English")), ("zh-hans", _("Chinese"))]
    )
    override_reason = long_text(
        _("Why it begins although the costs are not settled"),
        _("Substantial or extraordinary costs are settled first [46(28)]. It stays in the file and the audit log."),
        rows=2,
    )

    def __init__(self, *args: Any, costs_settled: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if costs_settled:
            del self.fields["override_reason"]


class AnswerForm(forms.Form):
    """What an office answers: by its link, or written down from paper by the officer."""

    sender = PlainTextField(label=_("Your name and function"))
    text = long_text(_("What you did and found"), _("Or why it cannot be done. A few sentences are enough."), rows=6)
    papers = ManyFilesField(
        label=_("Files"),
        help_text=_("Documents, pictures, tables or recordings; choose all at once. Programs are not taken."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Demand a text or a file."""
        given = super().clean() or {}
        if not self.errors and not given.get("text") and not given.get("papers"):
            self.add_error("text", _("Say what you did and found, or add a file."))
        return given


class PaperAnswerForm(AnswerForm):
    """The same, from paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].label = _("Who answers there")
        self.fields["text"].label = _("What the office says")
        self.fields["text"].help_text = ""
        self.fields["papers"].label = _("Scans")
        self.fields["papers"].help_text = _("PDF, JPEG, PNG or TIFF of at most 64 MB each.")


class AgainForm(forms.Form):
    """Ask once more."""

    again = long_text(_("What is still missing"), _("It stands first on the new sheet."), required=True, rows=3)


class CheckOfficeForm(forms.Form):
    """Check what an office sent: each file is taken as evidence or set aside with a reason."""

    result = forms.ChoiceField(
        label=_("Result"), choices=[("", _("Not yet: recorded later")), *labels.RESULTS.items()], required=False
    )
    text = long_text(_("What was done and found"), _("The other State reads it with the evidence."))

    def __init__(self, *args: Any, files: list[OfficeFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = files
        for one in files:
            self.fields[f"take-{one.pk}"] = forms.ChoiceField(
                label=one.file.name,
                choices=[("yes", _("Take as evidence")), ("no", _("Set aside"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"why-{one.pk}"] = PlainTextField(
                label=labels.labelled(one.file.name, str(_("why it is set aside"))), required=False, max_length=300
            )
        self.order_fields([name for one in files for name in (f"take-{one.pk}", f"why-{one.pk}")])

    def clean(self) -> dict[str, Any]:
        """Demand a reason for what is set aside, and a text beside a result."""
        given = super().clean() or {}
        for pk, why in self.aside.items():
            if not why:
                self.add_error(f"why-{pk}", _("Say why it is no evidence. It stays in the file."))
        return given

    @property
    def aside(self) -> dict[int, str]:
        """File -> why it is set aside."""
        given = self.cleaned_data
        return {one.pk: given.get(f"why-{one.pk}", "") for one in self.waiting if given.get(f"take-{one.pk}") == "no"}
