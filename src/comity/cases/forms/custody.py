"""The forms of custody: one for each sort of entry, with what it must say and may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cases import custody
from comity.cases.custody import Kind
from comity.cases.forms.acts import day
from comity.cases.queries.custody import label_of
from comity.core.forms import PlainTextField

if TYPE_CHECKING:
    from comity.cases.models import CustodyEntry

LONGEST = {"seal": 80, "purpose": 500, "condition": 500}


class EntryForm(forms.Form):
    """What happened to an original."""

    def __init__(self, *args: Any, kind: Kind, corrects: CustodyEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        needed, allowed = custody.FIELDS[kind]
        if kind == Kind.CAME and corrects is None:
            self.fields["description"] = PlainTextField(
                label=_("What came"), help_text=_("So that anybody would know it again."), max_length=500
            )
        self.fields["on"] = day(_("Day"))
        self.fields["on"].required = True
        for name in [*needed, *allowed]:
            self.fields[name] = PlainTextField(
                label=label_of(kind, name), required=name in needed, max_length=LONGEST.get(name, 200)
            )
        if corrects is not None:
            self.fields["reason"] = PlainTextField(label=_("Why the earlier entry is wrong"), max_length=300)
            self.initial = {name: getattr(corrects, name) for name in ("on", *custody.TEXTS)}

    @property
    def entry(self) -> custody.Entry:
        """What was typed."""
        texts = {name: self.cleaned_data[name] for name in custody.TEXTS if name in self.fields}
        return custody.Entry(self.kind, self.cleaned_data["on"], **texts)
