"""The papers of a case: messages, decisions, documents, each as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases import labels
from comity.cases.models import Decision
from comity.cases.queries import posted
from comity.cases.queries.overview import kind_title
from comity.cases.queries.reading import measure_article, measure_title
from comity.core.parts import Checked, ProofSigner, Status, Tone
from comity.exchange import queries as exchange
from comity.kernel.plaintext import one_line
from comity.law.grounds import FORBIDDEN, GROUNDS
from comity.seal.receipt import Event

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.exchange.models import PostItem
    from comity.exchange.queries import MessageLine, ReceiptLine


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt of a message: `url` is that of the signed file, `paper` that of its print."""

    url: str
    paper: str
    event: str
    code: str
    ours: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of a case."""

    message_id: UUID
    url: str
    title: str
    out: bool
    at: datetime
    status: Status
    number: int
    proof: Checked | None
    receipts: list[ReceiptRow]
    post: PostItem | None = None


def message_row(line: MessageLine, case: Case, language: str) -> MessageRow:
    """Return one message; one that arrived and was not opened yet is told apart."""
    results = [Checked(one["result"]) for one in line.proof if "check" in one]
    proof = None
    if results:
        proof = Checked.PASSED if set(results) == {Checked.PASSED} else Checked.NOT_MADE
        proof = Checked.FAILED if Checked.FAILED in results else proof
    return MessageRow(
        message_id=line.message_id,
        url=reverse("cases:case-message", args=[case.pk, line.message_id]),
        title=kind_title(line.kind, language) if line.kind else _("Message that was not opened yet"),
        out=line.direction == "out",
        at=line.at,
        status=_status(line),
        number=line.number,
        proof=proof,
        receipts=[_receipt(one, case) for one in line.receipts],
        post=line.post,
    )


STATUSES: dict[str, Status] = {
    "handed_over": Status(gettext_lazy("arrived and opened"), Tone.DONE),
    "consigned": Status(gettext_lazy("arrived, not yet opened"), Tone.WAITING),
    "waiting": Status(gettext_lazy("arrived, not yet opened"), Tone.WAITING),
    "withdrawn": Status(gettext_lazy("taken back before it was sent"), Tone.NONE),
    "sent": Status(gettext_lazy("sent, no receipt yet"), Tone.WAITING),
    **posted.STATES,
}


def _status(line: MessageLine) -> Status:
    if line.state in {"rejected", "failed"}:
        return Status(_("refused: %(code)s") % {"code": line.trouble or "–"}, Tone.REFUSED)
    return STATUSES.get(line.state, Status(_("on its way"), Tone.WAITING))


def _receipt(one: ReceiptLine, case: Case) -> ReceiptRow:
    return ReceiptRow(
        url=reverse("cases:receipt", args=[one.id]),
        paper=reverse("cases:receipt-paper", args=[case.pk, one.id]),
        event=str(EVENTS.get(one.event, one.event.value)),
        code=one.event.value,
        ours=one.ours,
        at=one.time,
    )


EVENTS = {
    Event.SUBMISSION_ACCEPTANCE: gettext_lazy("accepted for sending"),
    Event.CONTENT_CONSIGNMENT: gettext_lazy("arrived and stored"),
    Event.CONTENT_HANDOVER: gettext_lazy("opened and checked"),
    Event.CONTENT_HANDOVER_FAILURE: gettext_lazy("refused after opening"),
    Event.RELAY_TO_NON_ERDS: gettext_lazy("left by letter"),
    Event.RECEIVED_FROM_NON_ERDS: gettext_lazy("came by letter"),
}


def messages_of(case: Case, language: str) -> list[MessageRow]:
    """Return every message of a case, oldest first: three queries."""
    return [message_row(line, case, language) for line in exchange.messages_of_case(case.pk)]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision with its ground, reasons and consultation."""

    title: str
    measure_article: str
    accepted: bool
    ground: str
    article: str
    reasons: str
    appeal: str
    consultation: str
    override: str
    at: datetime
    ended_at: datetime | None


def decisions_of(case: Case, language: str) -> list[DecisionRow]:
    """Return the decisions on the measures of a case, each measure's in order of time: one query."""
    found = Decision.objects.filter(measure__case=case).select_related("measure", "consultation")
    rows = []
    for one in found.order_by("measure__position", "decided_at", "pk"):
        ground = GROUNDS.get(one.ground)
        forbidden = FORBIDDEN.get(one.ground)
        named = ground.title.get(language) if ground else (forbidden.text.get(language) if forbidden else one.ground)
        held, told = one.consultation, one.consulted
        rows.append(
            DecisionRow(
                title=measure_title(one.measure.kind, one.measure.module, language),
                measure_article=measure_article(one.measure.kind),
                accepted=one.decision == "accepted",
                ground=named,
                article=one.article,
                reasons=one.reasons,
                appeal=one.appeal,
                consultation=held.summary if held else told.get("summary", ""),
                override=held.override_reason if held else told.get("override_reason", ""),
                at=one.decided_at,
                ended_at=one.ended_at,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the file."""

    title: str
    url: str
    kind: str
    size: int
    sha256: str
    at: datetime | None
    time_source: str = ""


def signature_of(case: Case) -> ProofSigner | None:
    """Return who signed the letter of request of a case, when, and by whom that time is known."""
    letter = getattr(case, "letter", None)
    if letter is None or not letter.time_source:
        return None
    return ProofSigner(letter.signer, "", letter.signed_at, labels.time_source(one_line(letter.time_source, 240)))


def documents_of(case: Case) -> list[Document]:
    """Return letter, annexes and evidence of a case: three queries."""
    found: list[Document] = []
    letter = getattr(case, "letter", None)
    if letter is not None:
        file = letter.file
        found.append(
            Document(
                _("Letter of request"),
                reverse("cases:letter", args=[case.pk]),
                _("letter"),
                file.size or 0,
                file.sha256,
                letter.signed_at,
                labels.time_source(one_line(letter.time_source, 240)),
            )
        )
    found += [
        Document(
            one.name,
            reverse("cases:annex", args=[case.pk, one.annex_id]),
            _("annex to the request") if one.round == 0 else _("annex to answer %(round)d") % {"round": one.round},
            one.size,
            one.sha256,
            one.added_at,
        )
        for one in case.annexes.all()
    ]
    found += [
        Document(
            one.name,
            reverse("cases:evidence-download", args=[case.pk, one.evidence_id]),
            _("evidence"),
            one.size,
            one.sha256,
            one.added_at,
        )
        for one in case.evidence.all()
    ]
    return found
