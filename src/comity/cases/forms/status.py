"""Report the status of each measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases import labels
from comity.cases.forms.acts import long_text
from comity.cases.queries.reading import measure_title
from comity.core.forms import PlainTextField
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from comity.cases.models import Case


# Why nothing is new, in the words that the requesting State reads in the language of its letter.
NOTHING_NEW: dict[str, Text] = {
    "executing": Text("The executing authority is at work on it.", "执行机关正在办理。"),
    "court": Text("A decision of the court is awaited.", "正在等待法院作出决定。"),
    "examining": Text("The request is still being examined.", "请求仍在审查之中。"),
    "their_answer": Text("Your answer to what we asked is awaited.", "正在等待贵方答复我方所询事项。"),
}
NOTHING_NEW_SINCE = Text("Nothing new since our last word.", "自上次答复以来无新进展。")


def nothing_new(reason: str, language: str) -> str:
    """Return the note that says that nothing is new, and why; empty for a reason that there is not."""
    why = NOTHING_NEW.get(reason)
    return f"{NOTHING_NEW_SINCE.get(language)} {why.get(language)}" if why else ""


class StatusForm(forms.Form):
    """A note for each measure beside its state, and one for the whole."""

    note = long_text(_("Note to the requesting State"), rows=3)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.measures = list(case.measures.all())
        for position, one in enumerate(self.measures):
            self.fields[f"note-{position}"] = PlainTextField(
                label=labels.labelled(
                    measure_title(one.kind, one.module, language), labels.state_text(one.state, language)
                ),
                help_text=_("The state is sent as it stands; add what explains it."),
                required=False,
                rows=2,
                max_length=2_000,
            )
        self.order_fields([*(f"note-{position}" for position in range(len(self.measures))), "note"])

    def notes(self) -> dict[str, str]:
        """Return measure id -> note."""
        return {
            one.measure_id: self.cleaned_data.get(f"note-{position}", "") for position, one in enumerate(self.measures)
        }
