"""Invented content for the sheet of all parts: what a case looks like with one, with nothing, with very much in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from comity.core.forms import PlainTextField
from comity.core.parts import (
    Bar,
    Checked,
    Fact,
    Filter,
    FilterSentence,
    Link,
    MeasureRow,
    MeasureTable,
    Notice,
    Pause,
    Proof,
    ProofCheck,
    ProofSigner,
    Receipt,
    Row,
    Standing,
    Status,
    Step,
    Task,
    Timeline,
    Tone,
    Turn,
    Whose,
    Words,
    WorkItem,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping

AT = datetime(2026, 11, 12, 9, 14, tzinfo=UTC)
DUE = date(2026, 11, 27)


class SampleForm(forms.Form):
    """Every kind of field, with a mistake in it."""

    reference = PlainTextField(label=_("Our reference"), help_text=_("As your authority files it."))
    facts = PlainTextField(label=_("Summary of the facts"), rows=5, required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=[("routine", _("Routine")), ("urgent", _("Urgent"))], widget=forms.RadioSelect
    )
    due = forms.DateField(label=_("Answer needed by"), widget=forms.DateInput(attrs={"type": "date"}))
    confidential = forms.BooleanField(
        label=_("Keep the fact and the substance of the request confidential"), required=False
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is asked"),
        choices=[("records", _("Bank records")), ("statement", _("Statement"))],
        widget=forms.CheckboxSelectMultiple,
    )


def samples(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the sheet; a form with mistakes, lists with content."""
    form = SampleForm(data={"due": "soon"})
    return {
        "turns": _turns(),
        "lanes": _lanes(),
        "no_lanes": Timeline(_("XA, our authority"), _("XB, requested State")),
        "measures": _measures(),
        "proofs": _proofs(),
        "facts": [Fact(standing, _("Register of companies of XB"), date(2026, 3, 12)) for standing in Standing],
        "tasks": _tasks(),
        "rows": _rows(),
        "notices": _notices(),
        "work": _work(),
        "sentence": _sentence(query),
        "page": Paginator(range(1000), 50).get_page(query.get("page", 4)),
        "links": [Link(_("Overview"), "?", current=True), Link(_("Messages"), "?t=1"), Link(_("Evidence"), "?t=2")],
        "form": form,
        "statuses": [Status(tone.value, tone) for tone in Tone],
    }


def _turns() -> list[Turn]:
    answer = _("Answer three missing items that XB asked for")
    decide = _("Decide on the measures that are ready")
    return [
        Turn(
            Whose.OURS, answer, due=DUE, waiting_days=6, article="46(16)", action=Link(_("Answer the questions"), "?")
        ),
        Turn(Whose.THEIRS, decide, who=_("Central Authority of XB"), due=DUE, waiting_days=41, late=True),
        Turn(Whose.NOBODY, _("Closed on request of the requesting State"), since=AT),
    ]


def _lanes() -> Timeline:
    receipt = Receipt(_("Receipt no. 41"), "?receipt")
    return Timeline(
        _("XA, our authority"),
        _("XB, requested State"),
        [
            Step(Whose.OURS, _("Sent to XB"), AT, _("Sealed and signed by the head."), crosses=True, receipt=receipt),
            Step(Whose.THEIRS, _("Registered as 2026-0143"), AT, _("Case officer named."), crosses=True),
            Step(
                Whose.THEIRS, _("Measures decided"), AT, crosses=True,
                bars=[
                    Bar(_("Bank records"), Status(_("accepted"), Tone.DONE)),
                    Bar(_("Freezing"), Status(_("refused"), Tone.REFUSED, "55(7)")),
                ],
            ),
            Pause(_("waiting for us, 6 days")),
            Step(Whose.OURS, _("Two of three answered"), AT, _("Saved by the drafter. Not sent."), draft=True),
            Step(Whose.THEIRS, _("Reminder answered by letter"), AT, by_us=True, crosses=True),
        ],
    )  # fmt: skip


def _measures() -> MeasureTable:
    statements = _("Statements and signature card, 2021 to 2023")
    return MeasureTable(
        [
            MeasureRow(
                _("Bank records"), statements, Status(_("missing items asked"), Tone.WAITING), "46(3)(f)",
                next_step=_("we answer"), url="?",
            ),
            MeasureRow(
                _("Statement"), _("Compliance officer, as witness"), Status(_("executed"), Tone.DONE), "46(3)(a)",
                evidence=2, next_step=_("read and confirm"),
            ),
            MeasureRow(
                _("Freezing"), _("Balance of the account"), Status(_("refused: evidence not sufficient"), Tone.REFUSED,
                "55(7)"), "55(2)", next_step=_("a new request is possible"),
            ),
        ],
        state_heading=_("State at XB"),
    )  # fmt: skip


def _proofs() -> list[Proof]:
    two = ProofCheck(_("Two signatures"), Checked.PASSED, "Ed25519, ML-DSA-65")
    chain = ProofCheck(_("Receipt in the chain"), Checked.PASSED)
    time = _("Time-stamp of two authorities")
    signer = ProofSigner(_("Central Authority of XB"), "12345 67890 12345 67890", AT, _("time-stamp"))
    return [
        Proof(_("Registered by XB"), [two, chain], [signer], Receipt(_("Receipt"), "?receipt"), "?verify"),
        Proof(_("Request arrived"), [two, ProofCheck(time, Checked.NOT_MADE)], [signer]),
        Proof(_("Evidence arrived"), [two, ProofCheck(_("Digest of the file"), Checked.FAILED)]),
    ]


def _tasks() -> list[Task]:
    return [
        Task(_("Legal basis"), "?", Status(_("complete"), Tone.DONE), _("The Convention, no treaty"), "46(7)"),
        Task(_("Facts"), "?", Status(_("1 missing"), Tone.OPEN), _("Link between account and payment"), "46(15)(c)"),
        Task(_("Persons"), "?", Status(_("not begun"), Tone.NONE)),
    ]


def _rows() -> list[Row]:
    fact = Fact(Standing.UNVERIFIED, _("Statement of the drafter"), date(2026, 3, 12))
    return [
        Row(_("Case number"), "2026-118", "?"),
        Row(_("Date of birth"), "1971-04-02", "?", article="46(15)(e)", fact=fact),
        Row(_("Nationality"), "", "?"),
    ]


def _notices() -> list[Notice]:
    return [
        Notice("blocks", _("Blocks sending"), _("The facts do not say how the account is linked."), "46(15)(c)"),
        Notice("weakens", _("Weakens the request"), _("No date of birth for one person.")),
        Notice("advice", _("Advice"), _("XB answers faster where a contact is named.")),
    ]


def _work() -> list[WorkItem]:
    answer = _("Answer three missing items that XB asked for")
    silent = _("XB has not answered our status query for 41 days")
    return [
        WorkItem("XA/2026/0117", "?", answer, _("Bank records"), _("by 27 November"), article="46(16)"),
        WorkItem("XA/2026/0064", "?", silent, whose=Whose.THEIRS, late=True, action=Link(_("Ask again"), "?")),
        WorkItem("XA/2026/0102", "?", _("Sign the reviewed draft"), when=_("no date set")),
    ]


def _sentence(query: Mapping[str, Any]) -> FilterSentence:
    directions: list[tuple[str, Words]] = [("out", _("Outgoing requests")), ("in", _("Incoming requests"))]
    peers: list[tuple[str, Words]] = [("", _("any State")), ("xb", "XB")]
    return FilterSentence(
        lead=_("Show"),
        filters=[
            Filter("direction", _("Direction"), directions, str(query.get("direction", "out"))),
            Filter("peer", _("State"), peers, str(query.get("peer", ""))),
        ],
        count=_("12 requests"),
        clear_url="?",
    )
