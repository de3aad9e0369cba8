"""The forms of an approval chain: what it is called and for which requests, and its stages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases.chains import APPROVERS, MOST, STANDARD, Stage
from comity.cases.labels import KINDS
from comity.core.forms import PlainTextField
from comity.core.officers.queries import officers_with
from comity.core.roles import Role
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.cases.models import Chain

WORDS = re.compile(r"[\s,;，；、]+")


class ChainForm(forms.Form):
    """What the chain is called, and which requests take it."""

    name_en = PlainTextField(label=_("Name, in English"), max_length=120)
    name_zh = PlainTextField(label=_("Name, in Chinese"), max_length=120)
    states = PlainTextField(
        label=_("States"),
        required=False,
        max_length=300,
        help_text=_("Codes of the States asked, with blanks between, such as XB XC. None means every State."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of measure"),
        required=False,
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A request that asks for one of them takes this chain. None means every kind."),
    )
    in_use = forms.BooleanField(label=_("New requests take this chain"), required=False, initial=True)

    def clean_states(self) -> list[str]:
        """Return the codes in upper case."""
        return sorted({one.upper() for one in WORDS.split(self.cleaned_data["states"]) if one})

    @property
    def text(self) -> Text:
        """The name."""
        return Text(en=self.cleaned_data["name_en"], zh=self.cleaned_data["name_zh"])


class StageForm(forms.Form):
    """One stage: what the organ is called, who approves there, and whether it may return."""

    name_en = PlainTextField(label=_("Name, in English"), required=False, max_length=120)
    name_zh = PlainTextField(label=_("Name, in Chinese"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("Role of the approver"), required=False)
    logins = PlainTextField(
        label=_("Logins of named officers"),
        required=False,
        max_length=600,
        help_text=_("With blanks between. None means everybody who holds the role."),
    )
    may_return = forms.BooleanField(label=_("May return the request to its author"), required=False, initial=True)

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in sorted(APPROVERS)]
        if last:  # the head signs there, and may always return
            del self.fields["role"], self.fields["may_return"]
            self.fields["name_en"].required = self.fields["name_zh"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for both names of a stage that is used, and for officers who hold its role."""
        data = super().clean() or {}
        if bool(data.get("name_en")) != bool(data.get("name_zh")) and not self.last:
            self.add_error("name_zh" if data.get("name_en") else "name_en", _("Give the name in both languages."))
        wanted = [one for one in WORDS.split(data.get("logins") or "") if one]
        known = {one.login: str(one.pk) for one in officers_with(self.held)} if wanted else {}
        missing = [one for one in wanted if one.casefold() not in known]
        if missing:
            text = _("Nobody with this role has the login: %(logins)s") % {"logins": " ".join(missing)}
            self.add_error("logins", text)
        data["officers"] = frozenset(known[one.casefold()] for one in wanted if one.casefold() in known)
        return data

    @property
    def held(self) -> Role:
        """The role of the approver; the head at the last stage."""
        return Role.HEAD if self.last else Role(self.cleaned_data.get("role") or Role.REVIEWER)

    @property
    def used(self) -> bool:
        """Whether the chain has this stage: one without a name is left out."""
        return bool(self.cleaned_data["name_en"])

    @property
    def stage(self) -> Stage:
        """The stage."""
        data = self.cleaned_data
        name = Text(en=data["name_en"], zh=data["name_zh"])
        return Stage(name, self.held, data["officers"], self.last or bool(data["may_return"]))


def stage_forms(data: Any, chain: Chain | None) -> list[StageForm]:
    """Return a form for each possible stage, the last for the signature, filled with what stands now."""
    organs = chain.organs if chain else STANDARD
    *approving, signing = organs
    shown: Sequence[Stage | None] = [*approving, *[None] * (MOST - len(organs)), signing]
    return [
        StageForm(data, prefix=f"stage{number}", initial=_initial(one), last=number == MOST - 1)
        for number, one in enumerate(shown)
    ]


def _initial(stage: Stage | None) -> dict[str, Any]:
    if stage is None:
        return {"role": Role.REVIEWER.value, "may_return": True}
    logins = officers_with(stage.role).filter(pk__in=stage.officers).values_list("login", flat=True)
    return {
        "name_en": stage.name.en,
        "name_zh": stage.name.zh,
        "role": stage.role.value,
        "logins": " ".join(logins) if stage.officers else "",
        "may_return": stage.may_return,
    }


def chain_initial(chain: Chain | None) -> dict[str, Any]:
    """Return what stands now of a chain."""
    if chain is None:
        return {}
    return {
        "name_en": chain.text.en,
        "name_zh": chain.text.zh,
        "states": " ".join(chain.states),
        "kinds": chain.kinds,
        "in_use": chain.in_use,
    }
