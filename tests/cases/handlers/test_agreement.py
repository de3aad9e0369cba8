"""After any history of messages the stored case stands where the law's conversation says it stands.

The other authority is played by its own position in `comity.law.conversation`: it sends whatever it may, its messages
and ours cross at will, and ours go through the real actions, theirs through the real handlers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.builders.cases import NOW, Cast, a_sent, arrive, common
from tests.builders.conversations import candidates, own_moves, told
from tests.builders.messages import a_measure

from comity.cases.actions import clarifying, closing, delivering, extending, matters, offering, steps
from comity.cases.models import Case, Decision
from comity.cases.queries import statistics_codes
from comity.cases.rules import CaseworkError
from comity.law.conversation import MATTERS, Message, Position, Said, handed_over, ready, receive, send
from comity.law.counting import What
from comity.law.errors import RuleViolation
from comity.law.measures import TERMINAL
from comity.law.outcome import outcome
from comity.wire import matters as wire_matters
from comity.wire import messages as wire
from comity.wire import turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.wire.message import CaseMessage

pytestmark = pytest.mark.django_db

LENGTH = 200
NOT_HERE = frozenset({Said.RETURN, Said.REFER})  # they begin the case anew
DAY = "2026-06-01"
ANSWERS: dict[Said, dict[str, Any]] = {
    Said.CONSULT_OPEN: {"text": "We could accept that."},
    Said.COST_CONSULT: {"agreed": True, "payer": "shared", "text": ""},
    Said.CANNOT_COMPLY: {"go_on": True, "text": ""},
    Said.LIFT_NOTICE: {"keep": False, "text": ""},
}
ASKED: dict[Said, Callable[..., CaseMessage]] = {
    Said.CONSULT_OPEN: lambda **all_say: wire_matters.ConsultOpen(**all_say, about="refusal", text="We think of it."),
    Said.COST_CONSULT: lambda **all_say: wire_matters.CostConsult(**all_say, estimate="40 000", text="Forty days."),
    Said.CANNOT_COMPLY: lambda **all_say: wire_matters.CannotComply(**all_say, reason="The court tells the client."),
}
NOTICES: dict[Said, Callable[..., CaseMessage]] = {
    Said.OBSTACLE: lambda **all_say: wire_matters.Obstacle(**all_say, text="The court is closed."),
    Said.FREEZE_EFFECT: lambda **all_say: wire_matters.FreezeEffect(**all_say, text="Ordered.", effective_on=DAY),
    Said.FREEZE_LAPSE_RULE: lambda **all_say: wire_matters.FreezeLapseRule(**all_say, text="A year.", lapses_on=DAY),
    Said.FREEZE_LIFTED: lambda **all_say: wire_matters.FreezeLifted(**all_say, text="No order came.", lifted_on=DAY),
    Said.MATERIAL_DISPOSED: lambda **all_say: wire_matters.MaterialDisposed(
        **all_say, disposal="returned", disposed_on=DAY, text="By courier."
    ),
    Said.CORRECTION: lambda **all_say: wire_matters.Correction(**all_say, place="Facts", shall_be="2026", text="Slip."),
}


@dataclass
class Story:
    """Our stored case, our position and theirs in the law, and what is on its way."""

    cast: Cast
    case_id: Any
    ours: Position
    theirs: Position
    out: list[Message] = field(default_factory=list)
    back: list[tuple[Message, CaseMessage]] = field(default_factory=list)
    count: int = 0

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def fresh_id(self) -> str:
        self.count += 1
        return f"x{self.count}"

    def check(self) -> None:
        assert steps.position_of(self.case) == self.ours
        self.check_decisions()

    def check_decisions(self) -> None:
        """What became of a measure is what its last decision says, and no decision says twice the same."""
        decided = defaultdict(list)
        for one in Decision.objects.filter(measure__case=self.case_id).select_related("measure").order_by("pk"):
            decided[one.measure.measure_id].append(one)
        for name, found in self.ours.phases().items():
            kept = [one.decision for one in decided[name]]
            assert [one.ended_at is None for one in decided[name]] == [False] * (len(kept) - 1) + [True] * bool(kept)
            assert all(first != then for first, then in pairwise(kept))
            if found != "withdrawn":
                last = "refused" if found == "refused" else "" if found == "undecided" else "accepted"
                assert (kept[-1] if kept else "") == last, (name, found, kept)
        assert self.counted() == Counter(one.decision for own in decided.values() for one in own)

    def counted(self) -> Counter[str]:
        """Return how many measures the statistics count as granted, and as refused."""
        names = {What.DECIDED: "accepted", What.REFUSED: "refused"}
        events = statistics_codes.events_of_case(self.case)
        return Counter(names[one.what] for one in events if one.what in names)

    # They act.

    def they_may(self) -> dict[str, list[Callable[[], None]]]:
        found: dict[str, list[Callable[[], None]]] = {}
        for message in candidates(self.theirs):
            if message.kind in NOT_HERE or message.kind is Said.USE_REQUEST:
                continue
            try:
                send(self.theirs, message)
            except RuleViolation:
                continue
            found.setdefault(message.kind, []).append(lambda message=message: self.they_send(message))
        if self.theirs.step == "registered":
            return {"begin": [self.they_begin]}
        for moved in own_moves(self.theirs):
            if told(self.theirs, moved):
                found.setdefault("resume", []).append(lambda moved=moved: self.they_resume(moved))
        return found

    def they_begin(self) -> None:
        self.theirs = replace(self.theirs, step="legal_review")

    def they_resume(self, moved: Position) -> None:
        before, self.theirs = self.theirs, moved
        for message in told(before, moved):
            self.they_send(message)

    def they_send(self, message: Message) -> None:
        if message.kind in MATTERS:
            message = replace(message, matter=self.fresh_id())
        self.theirs = send(self.theirs, message)
        self.back.append((message, self.written(message)))

    def written(self, message: Message) -> CaseMessage:
        """Return the message as it travels."""
        says, named = common(self.case), tuple(message.measures)
        kind = message.kind
        if kind in ASKED:
            return ASKED[kind](**says, matter=message.matter)
        if kind in NOTICES:
            return NOTICES[kind](**says, notice_id=self.fresh_id())
        if kind in {Said.DECISION_ACCEPT, Said.DECISION_REFUSE, Said.DECISION_PARTIAL}:
            return self.decision(message)
        return self.turned(message, says, named)

    def turned(self, message: Message, says: dict[str, Any], named: tuple[str, ...]) -> CaseMessage:
        match message.kind:
            case Said.LIFT_NOTICE:
                first = next(iter(self.theirs.measures))
                return wire_matters.LiftNotice(**says, matter=message.matter, measure_id=first, reasons="It is over.")
            case Said.USE_DECISION:
                return wire_matters.UseDecision(**says, matter=message.matter, consent="yes")
            case Said.CONDITIONS_OFFER:
                condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
                return turns.ConditionsOffer(
                    **says, offer_id=self.fresh_id(), measure_ids=named, conditions=(condition,)
                )
            case Said.DECISION_POSTPONE:
                held = wire.ConsultationHeld(opened_at=DAY, summary="We spoke.")
                return turns.DecisionPostpone(
                    **says, measure_ids=named, interference="Ours.", review_on=DAY, consultation=held
                )
            case _:
                return self.main(message, says, named)

    def main(self, message: Message, says: dict[str, Any], named: tuple[str, ...]) -> CaseMessage:
        match message.kind:
            case Said.ACK:
                return wire.Ack(**says, reference="XB/1", received_at=NOW, officer="Officer", contact="xb@xb.example")
            case Said.CLARIFY_ASK:
                items = tuple(
                    wire.Question(item_id=f"q{number}", code="other", measure_id=name, question="When?")
                    for number, name in enumerate(named)
                )
                return wire.ClarifyAsk(**says, round=message.number, measure_ids=named, items=items)
            case Said.STATUS_REPORT:
                lines = tuple(wire.MeasureStatus(measure_id=n, state=s) for n, s in message.measures.items())
                return wire.StatusReport(**says, measures=lines)
            case Said.MATERIAL_DELIVER:
                results = tuple(
                    wire.MeasureResult(measure_id=name, result=result, text="The bank answered.")
                    for name, result in message.measures.items()
                )
                return wire.MaterialDeliver(**says, delivery_no=message.number, final=False, measures=results)
            case Said.CLOSURE:
                found = str(outcome(self.theirs.measures.values()))
                return wire.Closure(**says, outcome=found, feedback=wire.Feedback(), supplements=message.number)
            case _:
                raise AssertionError(message.kind)

    def decision(self, message: Message) -> CaseMessage:
        held = wire.ConsultationHeld(opened_at=DAY, summary="We spoke.")
        lines = tuple(
            wire.MeasureDecision(measure_id=name, decision="accepted", consultation=wire.ConsultationHeld())
            if word == "accepted"
            else wire.MeasureDecision(
                measure_id=name,
                decision="refused",
                ground="ESSENTIAL_INTERESTS",
                reasons="Security.",
                consultation=held,
            )
            for name, word in message.measures.items()
        )
        record = {
            Said.DECISION_ACCEPT: wire.DecisionAccept,
            Said.DECISION_REFUSE: wire.DecisionRefuse,
            Said.DECISION_PARTIAL: wire.DecisionPartial,
        }[message.kind]
        return record(**common(self.case), measures=lines)

    # What is on its way arrives.

    def reaches_us(self) -> None:
        message, written = self.back.pop(0)
        arrive(written)
        self.ours = receive(handed_over(self.ours), message)

    def reaches_them(self) -> None:
        self.theirs = receive(self.theirs, self.out.pop(0))

    # We act.

    def we_may(self) -> dict[str, list[Callable[[], None]]]:
        head, drafter = self.cast.head, self.cast.drafter
        found: dict[str, list[Callable[[], None]]] = {}

        def add(message: Message, act: Callable[..., object], **values: Any) -> None:
            found.setdefault(message.kind, []).append(lambda: self.we_send(message, act, values))

        self.answers(add)
        if self.ours.waiting:
            add(Message(Said.CLARIFY_ANSWER, number=self.ours.round), self.answer_questions, actor=drafter)
        for number in self.ours.pending:
            receipt = Message(Said.MATERIAL_RECEIPT, number=number)
            add(receipt, delivering.confirm_delivery, actor=drafter, number=number, note="")
        for name, state in self.ours.measures.items():
            if state not in TERMINAL:
                called_off = Message(Said.NO_LONGER_REQUIRED, {name: ""})
                add(called_off, closing.withdraw_measures, actor=head, measure_ids=[name], reason="Settled.")
        for kind, said in ((Said.EXCULPATORY, {"in_advance": True}), (Said.ORDER_CEASED, {})):
            told = {"text": "It ended.", "disclosed_on": DAY} if kind is Said.EXCULPATORY else {"text": "It ended."}
            add(Message(kind), matters.give_notice, actor=head, kind=kind, said={**told, **said})
        disposed = {"disposal": "destroyed", "disposed_on": DAY, "text": "Shredded.", "evidence_ids": ()}
        add(
            Message(Said.MATERIAL_DISPOSED), matters.give_notice, actor=head, kind=Said.MATERIAL_DISPOSED, said=disposed
        )
        if len(self.ours.measures) < 3:
            more = a_measure(f"more{self.count}").to_json()
            add(
                Message(Said.SUPPLEMENT, {f"more{self.count}": ""}), extending.send_supplement, actor=head,
                reason="More is known.", measures=[more],
            )  # fmt: skip
        closure = Message(Said.CLOSURE, number=self.ours.supplements)
        add(closure, closing.close_case, actor=head, reason="All is here.", useful="yes", text="")
        return found

    def answers(self, add: Callable[..., None]) -> None:
        case, head = self.case, self.cast.head
        for one in case.matters.filter(ours=False, answered_at__isnull=True):
            said = Said(one.kind)
            add(
                Message(MATTERS[said].answers, matter=one.matter_id), matters.answer_matter, actor=head,
                matter_id=one.matter_id, said=ANSWERS[said],
            )  # fmt: skip
        for one in case.offers.filter(answer=""):
            named = dict.fromkeys(
                one.measures.filter(state="conditions_offered").values_list("measure_id", flat=True), ""
            )
            for accepted in (True, False) if named else ():
                kind = Said.CONDITIONS_ACCEPT if accepted else Said.CONDITIONS_REJECT
                add(
                    Message(kind, named), offering.answer_offer, actor=head, offer_id=one.offer_id, accepted=accepted,
                    reasons="No.",
                )  # fmt: skip

    def answer_questions(self, *, actor: Any, case_id: Any, now: Any) -> None:
        number = self.ours.round
        items = self.case.clarifications.get(round=number).items.all()
        clarifying.save_answers(
            actor=actor, case_id=case_id, round_no=number, answers={one.item_id: "In May." for one in items},
            seen={one.item_id: one.version for one in items}, now=now,
        )  # fmt: skip
        clarifying.send_answers(actor=actor, case_id=case_id, round_no=number, note="", now=now)

    def we_send(self, message: Message, act: Callable[..., object], values: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                act(case_id=self.case_id, now=NOW, **values)
        except (CaseworkError, RuleViolation):
            return  # our own rules are stricter than the conversation; then nothing moved
        self.count += 1
        self.ours = send(self.ours, message)
        self.out.append(message)


def begun(cast: Cast) -> Story:
    """Return a request that was sent and arrived there."""
    case = a_sent(cast)
    names = tuple(case.measures.values_list("measure_id", flat=True))
    asked = Message(Said.REQUEST_SUBMIT, dict.fromkeys(names, ""))
    return Story(cast, case.pk, send(ready(names), asked), receive(None, asked))


@settings(
    max_examples=3, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(random=st.randoms(use_true_random=False))
def test_stored_case_agrees_with_the_conversation_after_any_history(cast: Cast, random: Any) -> None:
    with transaction.atomic():
        story = begun(cast)
        for _ in range(LENGTH):
            ways: dict[str, list[Callable[[], None]]] = {}
            turn = random.randrange(6)
            if turn in {0, 1}:
                ways = story.they_may()
            elif turn == 2:
                ways = story.we_may() if story.ours.acknowledged else {}
            elif turn == 3 and story.out:
                ways = {"": [story.reaches_them]}
            elif story.back:
                ways = {"": [story.reaches_us]}
            if ways:
                random.choice(ways[random.choice(sorted(ways))])()
                story.check()
        transaction.set_rollback(True)
