"""A request that came by letter: its essential sections, from the paper, as the checklist needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases import compose, labels
from comity.cases.forms.acts import day, long_text
from comity.cases.forms.by_letter import JourneyForm
from comity.core.forms import PlainTextField
from comity.kernel.ids import new_id
from comity.law.assistance import MODULES, usual_kind
from comity.wire.request import RequestV1
from comity.wire.request_parts import Offence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.exchange.models import Peer

MEASURES = 5
LINE = 200


class EnterForm(JourneyForm):
    """The letter as it came, and what it says; what it does not say stays empty and is asked for later."""

    peer = forms.ChoiceField(label=_("From"))
    scan = forms.FileField(
        label=_("Scan of the letter"), help_text=_("The letter as it came, as PDF or image. It is kept sealed.")
    )
    reference = PlainTextField(label=_("Their reference"), max_length=120)
    title = PlainTextField(label=_("Subject of the request"), max_length=300)
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=[("en", _("English")), ("zh-hans", _("Chinese"))]
    )
    mode = forms.ChoiceField(
        label=_("Legal basis"),
        choices=[
            ("", _("Nothing is said")),
            ("uncac_mini_treaty", _("The Convention, no treaty between both States")),
            ("treaty", _("A treaty")),
            ("uncac_in_lieu", _("The Convention in lieu of a treaty")),
            ("domestic", _("Domestic law")),
            ("reciprocity", _("Reciprocity")),
        ],
        required=False,
    )
    instrument = PlainTextField(label=_("Instrument"), required=False)
    originating = PlainTextField(label=_("Authority making the request"), required=False)
    conducting = PlainTextField(label=_("Authority conducting the proceedings"), required=False)
    functions = long_text(_("Its functions"), rows=2)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[
            ("", _("Nothing is said")),
            ("investigation", _("Investigation")),
            ("prosecution", _("Prosecution")),
            ("judicial_proceeding", _("Judicial proceeding")),
        ],
        required=False,
    )
    subject = long_text(_("Subject matter and nature of the proceedings"), rows=2)
    offences = long_text(_("Offences"), _("One on each line."), rows=2)
    facts = long_text(_("Summary of the facts"), rows=6)
    persons = long_text(_("Persons concerned"), _("One name on each line."), rows=3)
    purpose = long_text(_("Purpose"), rows=2)
    urgent = forms.BooleanField(label=_("They say that it is urgent"), required=False)
    urgency_reason = long_text(_("Why it is urgent"), rows=2)
    deadline = day(_("Answer wanted by"))
    deadline_reason = long_text(_("Reason for the date"), rows=2)
    confidential = forms.BooleanField(label=_("They ask for confidentiality"), required=False)

    def __init__(self, *args: Any, peers: Iterable[Peer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.peers = {str(one.pk): one for one in peers}
        peer = self.fields["peer"]
        if isinstance(peer, forms.ChoiceField):
            peer.choices = [(key, f"{one.state} – {one.name_in(language)}") for key, one in self.peers.items()]
        self.fields["channel"].label, self.fields["on"].label = _("How it came"), _("Day on which it arrived")
        self.fields["carrier"].label = _("Brought by")
        modules = [("", _("No further measure")), *((key, one.title.get(language)) for key, one in MODULES.items())]
        for number in range(MEASURES):
            name = str(_("Measure %(number)d") % {"number": number + 1})
            self.fields[f"module-{number}"] = forms.ChoiceField(
                label=labels.labelled(name, str(_("Sort"))), choices=modules, required=number == 0
            )
            self.fields[f"asked-{number}"] = long_text(labels.labelled(name, str(_("What is asked"))), rows=2)
        self.order_fields(["peer", "scan", "on", "channel", "carrier", "tracking", "reference", "title", "language"])

    @property
    def chosen(self) -> Peer:
        """The authority that the letter came from."""
        return self.peers[self.cleaned_data["peer"]]

    def message(self, *, our_state: str, our_name: str) -> RequestV1:
        """Return the request as the data that the letter stands for."""
        given, peer = self.cleaned_data, self.chosen
        said = {
            "title": given["title"],
            "language": given["language"],
            "requesting.state": peer.state,
            "requesting.central_authority": peer.name_in(given["language"]),
            "requesting.address": peer.address,
            "requesting.originating_authority": given["originating"],
            "requested.state": our_state,
            "requested.authority": our_name,
            "basis.mode": given["mode"],
            "basis.instrument": given["instrument"],
            "conducting.name": given["conducting"],
            "conducting.functions": given["functions"],
            "urgency.level": "urgent" if given["urgent"] else "routine",
            "urgency.reason": given["urgency_reason"],
            "urgency.deadline": given["deadline"].isoformat() if given["deadline"] else "",
            "urgency.deadline_reason": given["deadline_reason"],
            "confidentiality.required": given["confidential"],
            "proceedings.stage": given["stage"],
            "proceedings.subject": given["subject"],
            "proceedings.offences": [
                compose.blank(Offence) | {"label": line[:LINE]} for line in _lines(given["offences"])
            ],
            "facts.summary": given["facts"],
            "purpose.purpose": given["purpose"],
        }
        request = compose.compose(
            request_id=str(new_id()),
            reference=given["reference"],
            sections={"": said},
            persons=[
                {"person_id": str(new_id()), "name": line[:LINE], "role": "third_party"}
                for line in _lines(given["persons"])
            ],
            measures=self._measures(),
            annexes=[],
        )
        return RequestV1.from_json(request)

    def _measures(self) -> list[dict[str, str]]:
        return [
            {
                "measure_id": str(new_id()),
                "kind": usual_kind(module),
                "module": module,
                "description": self.cleaned_data[f"asked-{number}"],
            }
            for number in range(MEASURES)
            if (module := self.cleaned_data.get(f"module-{number}"))
        ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
