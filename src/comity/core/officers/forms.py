"""Forms about officers and one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.core.officers.models import Officer
from comity.kernel.clock import time_zones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.core.roles import Role


def _in_languages(prefix: str, form: dict[str, Any]) -> dict[str, str]:
    """Gather `function_en`, `function_zh_hans` into a value by language tag."""
    pairs = {"en": form.get(f"{prefix}_en", ""), "zh-hans": form.get(f"{prefix}_zh_hans", "")}
    return {tag: text for tag, text in pairs.items() if text}


class OfficerForm(forms.Form):
    """What an administrator enters about an officer."""

    name = PlainTextField(label=_("Name"), max_length=160, help_text=_("As letters and the audit log show it."))
    function_en = PlainTextField(
        label=_("Function, in English"),
        required=False,
        max_length=160,
        help_text=_("Shown to other States instead of the name, where the authority prefers that."),
    )
    function_zh_hans = PlainTextField(label=_("Function, in Chinese"), required=False, max_length=160)
    title_en = PlainTextField(
        label=_("Title, in English"), required=False, max_length=160, help_text=_("Printed under the signature.")
    )
    title_zh_hans = PlainTextField(label=_("Title, in Chinese"), required=False, max_length=160)

    @property
    def functions(self) -> dict[str, str]:
        """The function by language."""
        return _in_languages("function", self.cleaned_data)

    @property
    def titles(self) -> dict[str, str]:
        """The title by language."""
        return _in_languages("title", self.cleaned_data)

    @classmethod
    def initial_of(cls, officer: Officer) -> dict[str, str]:
        """Return what stands now."""
        return {
            "name": officer.name,
            "function_en": officer.functions.get("en", ""),
            "function_zh_hans": officer.functions.get("zh-hans", ""),
            "title_en": officer.titles.get("en", ""),
            "title_zh_hans": officer.titles.get("zh-hans", ""),
        }


class NewOfficerForm(OfficerForm):
    """An officer that does not exist yet."""

    login = forms.RegexField(
        r"[\w.@+-]{2,80}",
        label=_("Login"),
        help_text=_("Letters, digits and . @ + - _, at least two. It cannot be changed later."),
        error_messages={"invalid": _("Use letters, digits and . @ + - _ only, at least two.")},
    )
    language = forms.ChoiceField(label=_("Language of the pages"), choices=())

    field_order = ("login", "name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined] # a choice field


class ChangeOfficerForm(OfficerForm):
    """What an administrator changes about an officer."""

    supervisor = forms.ChoiceField(
        label=_("Supervisor"),
        required=False,
        help_text=_("Is told of steps that are long overdue. Where nobody is named, the head is."),
    )

    def __init__(self, *args: Any, supervisors: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["supervisor"]
        field.choices = [("", gettext("The head")), *((str(key), name) for key, name in supervisors.items())]

    @property
    def supervisor_id(self) -> UUID | None:
        """Who was chosen."""
        return UUID(self.cleaned_data["supervisor"]) if self.cleaned_data["supervisor"] else None

    @classmethod
    def initial_of(cls, officer: Officer) -> dict[str, str]:
        """Return what stands now."""
        return {**super().initial_of(officer), "supervisor": str(officer.supervisor_id or "")}


class AbsenceForm(forms.Form):
    """Say when an officer is away, and who stands in."""

    officer = forms.ChoiceField(label=_("Who is away"), required=False)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("On the day after, it is over by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    substitute = forms.ChoiceField(
        label=_("Who stands in"),
        required=False,
        help_text=_(
            "A colleague with the same roles stands in at once. For another, or for nobody yet, the head decides."
        ),
    )

    def __init__(self, *args: Any, officers: Mapping[UUID, str], own: UUID, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(key), name) for key, name in officers.items()]
        offered: Any = self.fields["substitute"]
        offered.choices = [
            ("", gettext("The head decides")),
            *(one for one in people if for_others or one[0] != str(own)),
        ]
        if for_others:
            absent: Any = self.fields["officer"]
            absent.choices, absent.initial = people, str(own)
        else:
            del self.fields["officer"]


class RoleForm(forms.Form):
    """Which role to propose."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, open_roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined] # a choice field
            (role.value, gettext("%(label)s: %(text)s") % {"label": role.label, "text": role.description})
            for role in open_roles
        ]


class ReasonForm(forms.Form):
    """A reason, where one is asked for."""

    reason = PlainTextField(
        label=_("Reason"), rows=3, max_length=400, help_text=_("Who asked for it, and how you made sure who it was.")
    )


class EnrolForm(forms.Form):
    """Login, one-time code, and a password twice."""

    login = forms.CharField(
        label=_("Login"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=60,
        help_text=_("From your slip: five groups of four. Blanks and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 12 characters. Several words are easier to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords and check their strength."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        elif password:
            try:
                password_validation.validate_password(password, Officer(login=data.get("login", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class PassphraseForm(forms.Form):
    """A new signing passphrase, twice."""

    passphrase = forms.CharField(
        label=_("Signing passphrase"),
        min_length=12,
        max_length=200,
        strip=False,
        help_text=_("At least 12 characters, and not your password. You enter it each time you sign."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Signing passphrase once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        self.officer = officer
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare the two, and refuse the password of the account."""
        data = super().clean() or {}
        passphrase = data.get("passphrase", "")
        if passphrase and passphrase != data.get("again"):
            self.add_error("again", _("The two passphrases are not the same."))
        elif passphrase and self.officer.check_password(passphrase):
            self.add_error("passphrase", _("Choose another one than your password."))
        return data


class OwnAccountForm(forms.Form):
    """Language and time zone of one's own pages."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=(), widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=(), required=False, help_text=_("Times on pages are shown in this zone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined] # a choice field
        zones = [("", _("Zone of this node: %(zone)s") % {"zone": settings.TIME_ZONE})]
        zones += [(name, name.replace("_", " ")) for name in time_zones() if "/" in name]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined] # a choice field


def language_choices() -> list[tuple[str, str]]:
    """Return the languages offered, each under its own name."""
    return [(tag, translation.get_language_info(tag)["name_local"]) for tag, _name in settings.LANGUAGES]
