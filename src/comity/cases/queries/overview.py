"""The overview of a case: two lanes of what happened, the table of measures, what was verified."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.queries import agreeing, facts, posted
from comity.cases.queries import reading as readings
from comity.cases.queries.reading import measure_article, measure_title
from comity.core.parts import (
    Checked,
    MeasureRow,
    MeasureTable,
    Pause,
    Proof,
    ProofCheck,
    ProofSigner,
    Receipt,
    Status,
    Step,
    Timeline,
    Tone,
    Whose,
)
from comity.exchange import queries as exchange
from comity.kernel.plaintext import one_line
from comity.law.grounds import GROUNDS
from comity.law.measures import RESULTS, TERMINAL
from comity.law.outcome import TITLES, Outcome, outcome
from comity.seal.checks import LABELS
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from comity.cases.models import Case, Delivery, Evidence, Line, Measure
    from comity.exchange.queries import MessageLine

reading = readings.reading


# What one authority asks -> what ends the wait for its answer.
ENDS_PAUSE: dict[str, frozenset[str]] = {
    "clarify_asked": frozenset({"clarify_answered", "decided"}),
    "matter_opened": frozenset({"matter_answered", "closed"}),
    "conditions_offered": frozenset({"conditions_accepted", "conditions_rejected", "decided", "withdrawn"}),
}


def timeline(case: Case, our_state: str, now: datetime, messages: Iterable[MessageLine]) -> Timeline:
    """Return what happened, in the lanes of the two States; a pause where one waits for the other's answer."""
    by_message = {line.message_id: line for line in messages}
    rows: list[Step | Pause] = []
    asked: Line | None = None
    for line in case.lines.all():
        if asked is not None and line.code in ENDS_PAUSE[asked.code]:
            rows.append(_pause(case, asked, line.at))
            asked = None
        rows.append(_step(case, line, by_message.get(line.message_id) if line.message_id else None))
        if line.code in ENDS_PAUSE and asked is None:
            asked = line
    if asked is not None and case.turn_side != "nobody":
        rows.append(_pause(case, asked, now))
    role = _("requested State") if case.outgoing else _("requesting State")
    return Timeline(
        ours=_("%(state)s, our authority") % {"state": our_state},
        theirs=_("%(state)s, %(role)s") % {"state": case.counterpart_state or "–", "role": role},
        rows=rows,
    )


def _pause(case: Case, asked: Line, until: datetime) -> Pause:
    days = max(0, (timezone.localdate(until) - timezone.localdate(asked.at)).days)
    text = (
        ngettext("waiting for %(state)s, %(days)d day", "waiting for %(state)s, %(days)d days", days)
        if asked.lane == "ours"
        else ngettext("waiting for us, %(days)d day", "waiting for us, %(days)d days", days)
    )
    return Pause(text % {"state": case.counterpart_state, "days": days})


def _step(case: Case, line: Line, message: MessageLine | None) -> Step:
    return Step(
        whose=Whose.OURS if line.lane == "ours" else Whose.THEIRS,
        title=labels.line_title(line.code, line.lane, case.counterpart_state, line.params),
        at=line.at,
        detail=_detail(line, message),
        crosses=bool(line.crosses),
        receipt=_receipt(message),
        url=reverse("cases:case-message", args=[case.pk, line.message_id]) if message else "",
    )


def _detail(line: Line, message: MessageLine | None) -> str:
    """Return what a step says besides its title: counts, who did it, how far the message is."""
    params: dict[str, Any] = line.params
    words = [
        labels.counted(name, params[key])
        for key, name in (
            ("count", _COUNTED.get(line.code, "")),
            ("measures", "measures"),
            ("files", "files"),
            ("accepted", "accepted"),
            ("refused", "refused"),
        )
        if name and params.get(key)
    ]
    if params.get("result"):
        words.append(str(labels.RESULTS.get(params["result"], params["result"])))
    if params.get("outcome"):
        words.append(TITLES[Outcome(params["outcome"])].get(get_language() or "en"))
    if params.get("complete") is False:
        words.append(_("not complete"))
    words += [one_line(str(params[key]), 200) for key in ("reason", "note", "officer") if params.get(key)]
    if params.get("on"):
        words += [posted.travelled(params), *filter(None, [params.get("tracking")])]
    if line.lane == "ours" and line.actor:
        words.append(labels.acted(line.actor, str(params.get("for", ""))))
    if params.get("recorded_by"):
        words.append(_("recorded by us, not signed by them") + f" ({params['recorded_by']})")
    if message is not None and message.direction == "out":
        words.append(_carried(message))
    return " · ".join(words)


_COUNTED = {
    "clarify_asked": "items",
    "clarify_answered": "items",
    "consulted": "measures",
    "withdrawn": "measures",
    "refusal_proposed": "measures",
}


def _carried(message: MessageLine) -> str:
    """Say how far a message of ours has come: on its way, arrived and not opened, opened."""
    if message.post is not None:
        return str(posted.STATES[message.state].label)
    match message.state:
        case "handed_over":
            return _("arrived and opened")
        case "consigned":
            return _("arrived, not yet opened")
        case "rejected":
            return _("refused there: %(code)s") % {"code": message.trouble or "–"}
        case "withdrawn":
            return _("taken back before it was sent")
        case _:
            return _("on its way")


def _receipt(message: MessageLine | None) -> Receipt | None:
    if message is None or not message.receipts:
        return None
    last = message.receipts[-1]
    at = formats.date_format(timezone.localtime(last.time), "DATETIME_FORMAT")
    return Receipt(_("Receipt of %(time)s") % {"time": at}, reverse("cases:receipt", args=[last.id]))


def measure_table(case: Case, language: str, *, links: bool = True) -> MeasureTable:
    """Return one row a measure: two queries, one more where one is postponed, and one where one was refused."""
    measures = list(case.measures.annotate(files=Count("evidence", distinct=True)))
    refused = [one for one in measures if one.state == "refused"]
    grounds = facts.grounds(refused) if refused else {}
    days = facts.reviews(case) if any(one.state == "postponed" for one in measures) else {}
    state = case.counterpart_state or "–"
    return MeasureTable(
        rows=[
            _measure_row(case, one, language, links=links, review_on=days.get(one.pk), ground=grounds.get(one.pk, ""))
            for one in measures
        ],
        state_heading=_("State at %(state)s") % {"state": state} if case.outgoing else _("State here"),
    )


def _measure_row(
    case: Case, measure: Measure, language: str, *, links: bool, review_on: date | None = None, ground: str = ""
) -> MeasureRow:
    text, article = state_words(measure, language, ground=ground)
    url = reverse("cases:measure", args=[case.pk, measure.measure_id]) if links and not case.outgoing else ""
    return MeasureRow(
        kind=measure_title(measure.kind, measure.module, language),
        article=measure_article(measure.kind),
        asked=one_line(measure.data.get("description", ""), 160),
        status=Status(text, tone(measure.state), article),
        result=str(labels.RESULTS.get(measure.result, "")) if case.outgoing or measure.result else "",
        evidence=getattr(measure, "files", 0),
        next_step=_("looked at again on %(day)s") % {"day": formats.date_format(review_on)}
        if review_on
        else next_step(case, measure),
        url=url,
    )


def state_words(measure: Measure, language: str, *, ground: str = "") -> tuple[str, str]:
    """Return the state of a measure in words, a refusal with its ground, and the article of that ground."""
    text = labels.state_text(measure.state, language)
    if measure.state == "refused" and ground:
        known = GROUNDS.get(ground)
        named = known.title.get(language) if known else ground
        return _("%(state)s: %(ground)s") % {"state": text, "ground": named}, known.article if known else ""
    return text, ""


def tone(state: str) -> Tone:
    """Return how a measure's state is drawn."""
    if state in RESULTS:
        return Tone.DONE
    if state == "refused":
        return Tone.REFUSED
    if state in TERMINAL:
        return Tone.NONE
    return Tone.WAITING if state in {"info_requested", "postponed"} else Tone.OPEN


# State of a measure -> what comes next, where we are the requesting State and where we are the requested one.
NEXT: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("asked", "postponed"), (gettext_lazy("{state} decides"), gettext_lazy("we decide"))),
    "conditions_offered": (gettext_lazy("we accept or reject"), gettext_lazy("{state} accepts or rejects")),
    "info_requested": (gettext_lazy("we answer"), gettext_lazy("{state} answers")),
    **dict.fromkeys(
        ("accepted", "in_execution", "delivered_in_part"),
        (gettext_lazy("{state} executes"), gettext_lazy("we execute")),
    ),
    "results_at_ca": (gettext_lazy("{state} delivers"), gettext_lazy("we deliver")),
    "refused": (gettext_lazy("new request possible"), ""),
}


def next_step(case: Case, measure: Measure) -> str:
    """Say in a few words what comes next for one measure."""
    if case.outgoing and case.body is None:
        return ""
    texts = NEXT.get(measure.state, ("", ""))
    return str(texts[0] if case.outgoing else texts[1]).format(state=case.counterpart_state)


def outcome_of(case: Case, language: str) -> str:
    """Return the outcome of a case, derived from its measures."""
    found = outcome(case.measures.values_list("state", flat=True))
    return TITLES[found].get(language)


def newest_proof(case: Case, messages: Iterable[MessageLine], language: str) -> Proof | None:
    """Return what was verified about the newest message of theirs."""
    arrived = [line for line in messages if line.direction == "in" and (line.proof or line.post)]
    return proof_of(arrived[-1], case, language) if arrived else None


def proof_of_request(case: Case, language: str) -> Proof | None:
    """Return what was verified about the message that carried the request."""
    found = exchange.message(case.request_message) if case.request_message else None
    return (
        proof_of(found, case, language)
        if found is not None and (found.proof or (found.post and not found.post.ours))
        else None
    )


def proof_of(line: MessageLine, case: Case, language: str) -> Proof:
    """Return the proof panel of one message; a check that was not made is shown as not made."""
    checks = [one for one in line.proof if "check" in one]
    signers = [one for one in line.proof if "signer" in one]
    return Proof(
        title=_("%(kind)s from %(state)s") % {"kind": kind_title(line.kind, language), "state": case.counterpart_state},
        checks=[
            ProofCheck(
                _check_label(one["check"], language),
                Checked(one["result"]),
                labels.check_detail(one_line(one.get("detail", ""), 400)),
            )
            for one in checks
        ]
        + posted.checks_of(line, language)
        + ([agreeing.check_of(case)] if line.proof and line.message_id == case.request_message else []),
        signers=[
            ProofSigner(
                one_line(one["signer"]),
                one["key"],
                parse_datetime(one["time"]) if one.get("time") else None,
                labels.time_source(one_line(one.get("time_source", ""), 200)),
            )
            for one in signers
        ],
        receipt=_receipt(line),
        verify_url=reverse("cases:case-verify", args=[case.pk, line.message_id]),
    )


def _check_label(name: str, language: str) -> str:
    found = LABELS.get(name)
    return found.get(language) if found else name


def kind_title(kind: str, language: str) -> str:
    """Return what a kind of message is called, with a capital in front."""
    found = KINDS.get(kind)
    text = found.title.get(language) if found else kind
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class DeliveredItem:
    """One result of a delivery with its evidence."""

    title: str
    article: str
    result: str
    text: str
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery, with its limits on use (UNCAC art. 46(19))."""

    delivery: Delivery
    items: list[DeliveredItem]


def deliveries(case: Case, language: str, *, only: int = 0) -> list[Delivered]:
    """Return what was delivered in a case, one delivery after the other: three queries."""
    found = case.deliveries.prefetch_related("measures__measure", "evidence")
    if only:
        found = found.filter(number=only)
    return [
        Delivered(
            one,
            [
                DeliveredItem(
                    title=measure_title(row.measure.kind, row.measure.module, language),
                    article=measure_article(row.measure.kind),
                    result=str(labels.RESULTS.get(row.result, row.result)),
                    text=row.text,
                    evidence=[item for item in one.evidence.all() if item.measure_id == row.measure_id],
                )
                for row in one.measures.all()
            ],
        )
        for one in found
    ]


def counts(case: Case) -> dict[str, int]:
    """Return how many messages and items of evidence a case has, for its tabs."""
    found = Counter(case.lines.exclude(crosses="").values_list("crosses", flat=True))
    return {"messages": sum(found.values()), "evidence": case.evidence.count()}
