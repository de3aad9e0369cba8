"""Messages with sane content, and hypothesis strategies that make any message its kind allows."""

from __future__ import annotations

import string
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import strategies as st

from comity.kernel.ids import new_id
from comity.wire import matters, messages, turns
from comity.wire.fields import Characters, Choice, Count, Day, Flag, ListOf, Matching, Parsed
from comity.wire.kinds import KINDS
from comity.wire.record import Part, Variant
from comity.wire.request import Measure, RequestV1
from comity.wire.request_parts import (
    Basis,
    Conducting,
    Confidentiality,
    Contact,
    Costs,
    Earlier,
    Facts,
    Offence,
    Person,
    Proceedings,
    Purpose,
    RecordedMeasure,
    Requested,
    Requesting,
    Signatory,
    StatementDetails,
    Translation,
    Urgency,
)

if TYPE_CHECKING:
    from comity.wire.fields import Rule
    from comity.wire.message import Message
    from comity.wire.record import Record

NOW = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)


def a_measure(measure_id: str = "m1", **changes: Any) -> Measure:
    """Return a witness statement to take."""
    values: dict[str, Any] = {
        "measure_id": measure_id,
        "kind": "46(3)(a)",
        "module": "statement",
        "description": "Take the statement of the witness Ana Ruiz Ontel.",
        "sought": "What she saw of the tender.",
        "link": "She opened the sealed bids.",
        "questions": ("Who was present?", "Which bids were opened?"),
        "details": StatementDetails(status="witness"),
    }
    return Measure(**(values | changes))


def a_request(**changes: Any) -> RequestV1:
    """Return a complete small request of the invented State XA to the invented State XB."""
    values: dict[str, Any] = {
        "request_id": new_id(),
        "reference": "XA-MLA-2026-0001",
        "title": "Tender of the harbour of Velmora",
        "language": "en",
        "requesting": Requesting(state="XA", central_authority="Ministry of Justice of XA", address="1 Law Street"),
        "requested": Requested(state="XB", authority="Central Authority of XB", languages=("en",), node_id="xb"),
        "basis": Basis(instrument="UNCAC", mode="uncac_mini_treaty", articles=("46",)),
        "conducting": Conducting(name="Anti-Corruption Court of XA", functions="Tries corruption offences"),
        "contact": Contact(),
        "urgency": Urgency(),
        "confidentiality": Confidentiality(required=True, scope="fact and substance"),
        "proceedings": Proceedings(
            stage="investigation",
            subject="Bribery in a tender",
            offences=(Offence(label="Bribery", provision="s. 12 Penal Code", penalty="up to ten years", article="15"),),
        ),
        "facts": Facts(summary="An official took money for opening sealed bids."),
        "persons": (Person(person_id="p1", role="witness", name="Ana Ruiz Ontel"),),
        "measures": (a_measure(),),
        "purpose": Purpose(purpose="Evidence at trial"),
        "costs": Costs(),
        "translation": Translation(),
        "signatory": Signatory(name="Mira Okonor", title="Head of the Central Authority"),
    }
    return RequestV1(**(values | changes))


def common(request_id: UUID, *, sent_at: datetime = NOW) -> dict[str, Any]:
    """Return the fields that every message after the request has."""
    return {
        "request_id": request_id,
        "sent_at": sent_at,
        "from_reference": "XB-2026-17",
        "to_reference": "XA-MLA-2026-0001",
    }


def an_ack(request_id: UUID, **changes: Any) -> messages.Ack:
    """Return an acknowledgement."""
    values = {"reference": "XB-2026-17", "received_at": NOW, "officer": "Case officer 4", "contact": "desk@xb.example"}
    return messages.Ack(**(common(request_id) | values | changes))


def a_clarify_ask(request_id: UUID, number: int = 1, **changes: Any) -> messages.ClarifyAsk:
    """Return one round of one question."""
    item = messages.Question(item_id="q1", code="persons.identity", person_id="p1", question="When was she born?")
    return messages.ClarifyAsk(
        **(
            common(request_id)
            | {"round": number, "due": "2026-04-01", "measure_ids": ("m1",), "items": (item,)}
            | changes
        )
    )


def a_clarify_answer(request_id: UUID, number: int = 1, **changes: Any) -> messages.ClarifyAnswer:
    """Return the answer to `a_clarify_ask`."""
    answer = messages.Answer(item_id="q1", answer="On 3 May 1980.")
    return messages.ClarifyAnswer(**(common(request_id) | {"round": number, "answers": (answer,)} | changes))


def a_status_query(request_id: UUID, number: int = 1) -> messages.StatusQuery:
    """Return a question about progress; `number` tells several apart."""
    return messages.StatusQuery(
        **common(request_id, sent_at=NOW + timedelta(minutes=number)), note=f"Question {number}"
    )


def a_status_report(request_id: UUID, number: int = 1) -> messages.StatusReport:
    """Return a report on one measure; `number` tells several apart."""
    status = messages.MeasureStatus(measure_id="m1", state="in_execution", note=f"Report {number}")
    return messages.StatusReport(**common(request_id, sent_at=NOW + timedelta(minutes=number)), measures=(status,))


def a_delivery(request_id: UUID, evidence_ids: tuple[str, ...] = (), number: int = 1) -> messages.MaterialDeliver:
    """Return the delivery of evidence for one measure."""
    result = messages.MeasureResult(measure_id="m1", result="executed", text="Done.", evidence_ids=evidence_ids)
    return messages.MaterialDeliver(**common(request_id), delivery_no=number, final=True, measures=(result,))


def a_closure(request_id: UUID, **changes: Any) -> messages.Closure:
    """Return a closing note."""
    values = {
        "outcome": "executed",
        "reason": "All done.",
        "feedback": messages.Feedback(useful="yes", text="Thank you."),
    }
    return messages.Closure(**(common(request_id) | values | changes))


def _decision(decision: str, measure_id: str = "m1") -> messages.MeasureDecision:
    refused = decision == "refused"
    return messages.MeasureDecision(
        measure_id=measure_id,
        decision=decision,
        ground="46(21)(b)" if refused else "",
        reasons="It would touch essential interests." if refused else "",
        consultation=messages.ConsultationHeld(opened_at="2026-03-01" if refused else ""),
    )


def _turns(request: RequestV1, basis: dict[str, Any]) -> list[Message]:
    remark = turns.DraftRemark(section="facts", text="Say when the bids were opened.")
    return [
        turns.OralNotice(
            **basis, title="Tender of the harbour", summary="Freeze the account now.", spoken_at=NOW,
            urgent_because="The money leaves tomorrow.", caller="Mira Okonor",
        ),
        turns.DraftShare(**basis, draft_no=1, draft=request),
        turns.DraftComment(**basis, draft_no=1, remarks=(remark,)),
        turns.Supplement(**basis, reason="A second account was found.", measures=(a_measure("m2"),)),
        turns.Return(
            **basis, provisional_reference="XB-P-3", received_at=NOW,
            defects=(turns.Defect(code="language", text="Nobody here reads the language of the letter."),),
        ),
        turns.Refer(**basis, provisional_reference="XB-P-4", authority="Company registry of XB", reason="It holds it."),
        turns.ConditionsOffer(
            **basis, offer_id="o1", measure_ids=("m1",),
            conditions=(turns.Condition(condition_id="c1", text="Not to be used in tax proceedings."),),
        ),
        turns.ConditionsAccept(**basis, offer_id="o1", measure_ids=("m1",)),
        turns.ConditionsReject(**basis, offer_id="o1", measure_ids=("m1",), reasons="Our law forbids it."),
        turns.DecisionPostpone(
            **basis, measure_ids=("m1",), interference="Our own trial hears the same witness.", review_on="2026-06-01",
            consultation=messages.ConsultationHeld(summary="By telephone."),
        ),
    ]  # fmt: skip


def _matters(basis: dict[str, Any]) -> list[Message]:
    notice = {"notice_id": "n1", "measure_ids": ("m1",), "text": "As our law demands."}
    return [
        matters.ConsultOpen(**basis, matter="x1", about="refusal", text="We think of refusing the search."),
        matters.ConsultReply(**basis, matter="x1", text="We could do without it."),
        matters.CostConsult(**basis, matter="x2", estimate="40 000 XBC", text="Forty days of accountants."),
        matters.CostAgree(**basis, matter="x2", agreed=True, payer="shared"),
        matters.CannotComply(**basis, matter="x3", reason="The court must tell the bank's client."),
        matters.ConfidentialityAnswer(**basis, matter="x3", go_on=False, text="Then not."),
        matters.LiftNotice(**basis, matter="x4", measure_id="m1", intended_on="2026-05-01", reasons="No order came."),
        matters.LiftViews(**basis, matter="x4", keep=True, text="The order comes in May."),
        matters.UseRequest(**basis, matter="x5", evidence_ids=("e1",), purpose="Tax", proceedings="XA-T-9"),
        matters.UseDecision(**basis, matter="x5", consent="under_conditions", text="Not against the witness."),
        matters.Obstacle(**basis, **notice, expected_by="2026-07-01"),
        matters.FreezeEffect(**basis, **notice, effective_on="2026-03-01", amount="900 XBC"),
        matters.FreezeLapseRule(**basis, **notice, lapses_on="2026-09-01", law="s. 4"),
        matters.FreezeLifted(**basis, **notice, lifted_on="2026-08-01", property="One laptop"),
        matters.Exculpatory(**basis, **notice, in_advance=True),
        matters.OrderCeased(**basis, **notice, ceased_on="2026-03-02"),
        matters.MaterialDisposed(
            **basis, **notice, disposal="destroyed", disposed_on="2026-08-02", evidence_ids=("e1",)
        ),
        matters.Correction(**basis, **notice, place="facts.summary", was="2025", shall_be="2026"),
    ]


def one_of_each() -> dict[str, Message]:
    """Return one valid message of every kind."""
    request = a_request()
    basis = common(request.request_id)
    both = (_decision("accepted"), _decision("refused", "m2"))
    digest = "ab" * 32
    made: list[Message] = [
        request,
        an_ack(request.request_id),
        a_clarify_ask(request.request_id),
        a_clarify_answer(request.request_id),
        messages.DecisionAccept(**basis, measures=(_decision("accepted"),)),
        messages.DecisionRefuse(**basis, measures=(_decision("refused"),), appeal_info="Within thirty days."),
        messages.DecisionPartial(**basis, measures=both),
        a_status_query(request.request_id),
        a_status_report(request.request_id),
        a_delivery(request.request_id, ("e1",)),
        messages.MaterialReceipt(
            **basis,
            delivery_no=1,
            complete=True,
            items=(messages.ReceivedItem(evidence_id="e1", sha256=digest, ok=True),),
        ),
        messages.NoLongerRequired(**basis, reason="The suspect has confessed."),
        a_closure(request.request_id),
        *_turns(request, basis),
        *_matters(basis),
        messages.ChainRestart(**basis, old_chain_id=new_id(), last_number=7, known_head=digest, known_number=4),
        messages.Void(**basis, chain_id=new_id(), seq=3, item_sha256=digest, message_id=new_id(), reason="withdrawn"),
    ]
    return {message.KIND: message for message in made}


_WRITTEN = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))


def values(rule: Rule) -> st.SearchStrategy[Any]:
    """Return a strategy for every value a rule allows."""
    if isinstance(rule, ListOf):
        key = (lambda one: getattr(one, rule.unique)) if rule.unique else (lambda one: one)
        most = max(2, rule.least)
        return st.lists(values(rule.item), min_size=rule.least, max_size=most, unique_by=key).map(tuple)
    if isinstance(rule, Part):
        return records(rule.record)
    return _text(rule) if isinstance(rule, Characters | Matching) else _single(rule)


def _text(rule: Characters | Matching) -> st.SearchStrategy[Any]:
    if isinstance(rule, Characters):
        limit = min(8, rule.limit)
        text = st.text(_WRITTEN, max_size=8).map(lambda t: unicodedata.normalize("NFC", t)[:limit])
        return text.map(lambda t: t if t.strip() else "x") if rule.required else text
    if isinstance(rule, Day):
        days = st.dates().map(str)
        return st.one_of(st.just(""), days) if rule.blank else days
    if rule.name == "a language tag":
        return st.sampled_from(["en", "zh-hans", "fr-ca", *([""] if rule.blank else [])])
    tokens = st.text(string.ascii_letters + string.digits, min_size=1, max_size=64)
    return st.one_of(st.just(""), tokens) if rule.blank else tokens


def _single(rule: Rule) -> st.SearchStrategy[Any]:
    match rule:
        case Choice():
            return st.sampled_from(rule.words)
        case Flag():
            return st.booleans()
        case Count():
            return st.integers(rule.low, rule.high)
        case Parsed():
            return _parsed(rule)
    raise AssertionError(rule)


def _parsed(rule: Parsed) -> st.SearchStrategy[Any]:
    if rule.kind is UUID:
        return st.uuids()
    if rule.kind is datetime:
        moments = st.datetimes(timezones=st.just(UTC))
        return moments.map(lambda t: t.replace(microsecond=t.microsecond // 1000 * 1000))
    whole = (
        st.sampled_from(["xa", "authority.xb"])
        if "node" in rule.name
        else st.binary(min_size=32, max_size=32).map(bytes.hex)
    )
    return st.one_of(st.just(""), whole) if rule.blank else whole


@st.composite
def records(draw: st.DrawFn, record: type[Record]) -> Record:
    """Return a strategy for every record of a class."""
    made: dict[str, Any] = {}
    for label, rule in record.rules().items():
        if isinstance(rule, Variant):
            made[label] = draw(records(rule.records[made[rule.chooser]]))
        elif rule.absent and draw(st.booleans()):
            made[label] = None
        else:
            made[label] = draw(values(rule))
    return record(**_consistent(record, made))


def _consistent(record: type[Record], made: dict[str, Any]) -> dict[str, Any]:
    """Make values agree where a record demands that two of them do."""
    if record is Measure and made["period_from"] > made["period_to"] and made["period_to"]:
        made["period_from"], made["period_to"] = made["period_to"], made["period_from"]
    if record is Earlier:
        made["left_on"] = made["left_on"] or "2026-02-01"
        made["acknowledged_on"] = made["acknowledged_on"] and max(made["acknowledged_on"], made["left_on"])
    if record is RecordedMeasure and made["state"] == "asked":
        made["decided_on"] = ""
    if record is messages.MeasureDecision and made["decision"] == "refused":
        made |= {"ground": made["ground"] or "g", "reasons": made["reasons"].strip() or "because"}
    if record is turns.DecisionPostpone:
        made["review_on"] = made["review_on"] or "2026-06-01"
    if record is matters.UseDecision and made["consent"] != "yes":
        made["text"] = made["text"].strip() or "because"
    if record is matters.Exculpatory and not made["in_advance"]:
        made["why_not_in_advance"] = made["why_not_in_advance"].strip() or "because"
    if issubclass(record, messages.Decision):
        made["measures"] = _decided(record, made["measures"])
    return made


def _decided(record: type[Record], found: tuple[messages.MeasureDecision, ...]) -> tuple[messages.MeasureDecision, ...]:
    wanted = {
        messages.DecisionAccept: ["accepted"],
        messages.DecisionRefuse: ["refused"],
        messages.DecisionPartial: ["accepted", "refused"],
    }[record]
    if len(found) < len(wanted):
        found += (replace(found[0], measure_id=found[0].measure_id[:60] + "zz"),)
    return tuple(
        replace(one, decision=wanted[i % len(wanted)], ground=one.ground or "g", reasons=one.reasons.strip() or "r")
        for i, one in enumerate(found)
    )


any_message: st.SearchStrategy[Any] = st.sampled_from(sorted(KINDS)).flatmap(lambda name: records(KINDS[name].record))
