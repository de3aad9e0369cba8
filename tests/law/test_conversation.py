"""Two sides, a post that lets messages cross, and any course of a case: in the end both agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.conversations import HANDED_OVER, World, nexts, quiet, start

from comity.law.conversation import BEFORE_SENDING, Message, Position, Said, handed_over, ready, receive, send
from comity.law.errors import RuleViolation
from comity.law.message_moves import MESSAGE_MOVES, OWN_STEPS
from comity.law.outcome import outcome
from comity.law.procedure import GRAPHS, turn

LANES = {"requesting": "outgoing", "requested": "incoming"}


def check_agreement(world: World):
    """Once nothing is on its way: the same measures, the same outcome, one side to act, and the same one."""
    assert world.theirs is not None
    if world.ours.step in BEFORE_SENDING | {"discarded"}:  # announced, or to be corrected
        assert turn("incoming", world.theirs.step) != "ours"
        return
    assert world.ours.phases() == world.theirs.phases()
    assert outcome(world.ours.measures.values()) == outcome(world.theirs.measures.values())
    assert set(world.ours.pending) == set(world.theirs.pending)
    assert world.ours.matters == world.theirs.matters
    assert world.ours.closed == world.theirs.closed
    turns = turn("outgoing", world.ours.step), turn("incoming", world.theirs.step)
    assert turns in {("ours", "theirs"), ("theirs", "ours"), ("nobody", "nobody")}


def check_event(event):
    lane = LANES[event.side]
    if event.what == HANDED_OVER:
        assert event.before == event.after or (event.before, event.after) in OWN_STEPS[lane]
        return
    assert (event.before, event.after) in getattr(MESSAGE_MOVES[event.what], lane), event
    if event.before and event.before != event.after:
        GRAPHS[lane].edge(event.before, event.after)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.integers(1, 2))
def test_any_course_of_messages_leaves_both_sides_in_agreement(data, measures):
    world = start(*(f"m{number}" for number in range(measures)))
    for _ in range(data.draw(st.integers(5, 40))):
        ways: dict[str, list] = {}
        for following, events in nexts(world):  # nothing legal is ever refused on arrival: that would raise here
            ways.setdefault(events[0].what if events else "", []).append((following, events))
        if not ways:
            break
        choices = ways[data.draw(st.sampled_from(sorted(ways)))]
        world, events = choices[data.draw(st.integers(0, len(choices) - 1))]
        for event in events:
            check_event(event)
        if world.theirs and quiet(world):
            check_agreement(world)
    while not quiet(world) and (world.out or world.back):
        world, events = list(nexts(world))[-1]  # the last ways are the arrivals
        for event in events:
            check_event(event)
    if world.theirs:
        check_agreement(world)


def course(*steps):
    """Run a course of (side, message) and return both positions, each message arriving at once."""
    ours, theirs = ready(("m1", "m2")), None
    for side, message in steps:
        if side == "requesting":
            ours = send(ours, message)
            theirs = receive(theirs, message)
            ours = handed_over(ours)
        else:
            theirs = send(theirs, message)
            ours = receive(ours, message)
        if theirs.step == "registered":
            theirs = Position(**{name: getattr(theirs, name) for name in Position.__slots__} | {"step": "legal_review"})
    return ours, theirs


SUBMIT = ("requesting", Message(Said.REQUEST_SUBMIT, {"m1": "", "m2": ""}))
ACK = ("requested", Message(Said.ACK))
ASK = ("requested", Message(Said.CLARIFY_ASK, {"m1": ""}, number=1))
ANSWER = ("requesting", Message(Said.CLARIFY_ANSWER, number=1))
PARTIAL = ("requested", Message(Said.DECISION_PARTIAL, {"m1": "accepted", "m2": "refused"}))
FIRST = ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "in_part_more_to_come"}, number=1))
RECEIPT = ("requesting", Message(Said.MATERIAL_RECEIPT, number=1))
LAST = ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "executed"}, number=2))
RECEIPT_2 = ("requesting", Message(Said.MATERIAL_RECEIPT, number=2))
CLOSE = ("requesting", Message(Said.CLOSURE))
JOURNEY = (SUBMIT, ACK, ASK, ANSWER, PARTIAL, FIRST, RECEIPT, LAST, RECEIPT_2, CLOSE)


def test_the_whole_journey_step_by_step():
    expected = [
        ("sent", "received"),
        ("acknowledged", "legal_review"),
        ("clarification", "info_requested"),
        ("under_examination", "legal_review"),
        ("in_execution", "executing"),
        ("material_check", "transmitted"),
        ("in_execution", "executing"),
        ("material_check", "transmitted"),
        ("closing", "awaiting_feedback"),
        ("closed", "closed"),
    ]
    for length, steps in enumerate(expected, 1):
        ours, theirs = course(*JOURNEY[:length])
        assert (ours.step, theirs.step) == steps
    assert ours.measures == theirs.measures == {"m1": "executed", "m2": "refused"}
    assert outcome(ours.measures.values()) == "executed_in_part"


@pytest.mark.parametrize("length", range(1, len(JOURNEY) + 1))
def test_status_may_be_asked_and_help_called_off_at_any_time_before_the_end(length):
    before_end = JOURNEY[: min(length, len(JOURNEY) - 1)]
    asked = course(*before_end, ("requesting", Message(Said.STATUS_QUERY)))
    assert asked == course(*before_end)
    if length < 8:
        ours, _ = course(*before_end, ("requesting", Message(Said.NO_LONGER_REQUIRED)))
        assert outcome(ours.measures.values()) in {"withdrawn", "not_executed"}


def test_a_delivery_that_crosses_the_withdrawal_prevails():
    ours, theirs = course(SUBMIT, ACK, PARTIAL)
    called_off, delivery = (
        Message(Said.NO_LONGER_REQUIRED),
        Message(Said.MATERIAL_DELIVER, {"m1": "executed"}, number=1),
    )
    ours, theirs = send(ours, called_off), send(theirs, delivery)
    ours = send(ours, Message(Said.CLOSURE))
    assert ours.step == "closed"
    ours = receive(ours, delivery)
    theirs = receive(receive(theirs, called_off), Message(Said.CLOSURE))
    assert (ours.step, theirs.step) == ("material_check", "transmitted")
    receipt = Message(Said.MATERIAL_RECEIPT, number=1)
    ours, theirs = send(ours, receipt), receive(theirs, receipt)
    assert (ours.step, theirs.step) == ("closed", "closed")
    assert ours.measures == theirs.measures == {"m1": "executed", "m2": "refused"}


def test_an_incomplete_receipt_brings_the_measure_back():
    steps = (*JOURNEY[:5], ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "executed"}, number=1)))
    ours, theirs = course(*steps, ("requesting", Message(Said.MATERIAL_RECEIPT, number=1, complete=False)))
    assert ours.measures["m1"] == theirs.measures["m1"] == "delivered_in_part"
    assert (ours.step, theirs.step) == ("in_execution", "executing")


HOSTILE = [
    ((), ACK),
    ((SUBMIT,), ("requested", Message(Said.DECISION_ACCEPT, {"m1": "accepted"}))),
    ((SUBMIT, ACK), ACK),
    ((SUBMIT, ACK), ("requested", Message(Said.CLARIFY_ASK, number=2))),
    ((SUBMIT, ACK), ("requested", Message(Said.DECISION_ACCEPT, {"m9": "accepted"}))),
    ((SUBMIT, ACK), ("requested", Message(Said.DECISION_ACCEPT, {"m1": "refused"}))),
    ((SUBMIT, ACK), ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "executed"}, number=1))),
    ((SUBMIT, ACK), ("requested", Message(Said.CLOSURE))),
    ((SUBMIT, ACK), ("requested", Message(Said.NO_LONGER_REQUIRED))),
    ((SUBMIT, ACK, PARTIAL), PARTIAL),
    ((SUBMIT, ACK, PARTIAL), ("requested", Message(Said.MATERIAL_DELIVER, {"m2": "executed"}, number=1))),
    ((SUBMIT, ACK, PARTIAL), ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "executed"}, number=2))),
    ((SUBMIT, ACK, PARTIAL), ("requested", Message(Said.MATERIAL_DELIVER, {"m1": "anything"}, number=1))),
    ((SUBMIT, ACK), ("requested", Message(Said.STATUS_REPORT, {"m1": "no_such_state"}))),
    ((SUBMIT, ACK), ("requested", Message(Said.REQUEST_SUBMIT, {"m1": ""}))),
]


@pytest.mark.parametrize(("before", "wrong"), HOSTILE)
def test_a_message_out_of_step_is_refused_on_both_sides(before, wrong):
    ours, theirs = course(*before) if before else (ready(("m1",)), None)
    if theirs is not None:
        with pytest.raises(RuleViolation, match="out_of_step"):
            send(theirs, wrong[1])
    with pytest.raises(RuleViolation, match="out_of_step"):
        receive(ours, wrong[1])


@pytest.mark.parametrize(
    ("before", "wrong"),
    [
        ((SUBMIT, ACK), ANSWER[1]),
        ((SUBMIT, ACK), Message(Said.MATERIAL_RECEIPT, number=1)),
        ((SUBMIT, ACK), CLOSE[1]),
        ((SUBMIT, ACK), SUBMIT[1]),
        ((SUBMIT, ACK), Message(Said.ACK)),
        ((SUBMIT, ACK), Message(Said.NO_LONGER_REQUIRED, {"m9": ""})),
    ],
)
def test_the_requesting_side_is_held_to_its_steps_too(before, wrong):
    ours, theirs = course(*before)
    with pytest.raises(RuleViolation):
        send(ours, wrong)
    with pytest.raises(RuleViolation):
        receive(theirs, wrong)


def test_nothing_but_a_request_opens_a_case():
    for kind in Said:
        if kind not in {Said.REQUEST_SUBMIT, Said.ORAL_NOTICE}:
            with pytest.raises(RuleViolation):
                receive(None, Message(kind, {"m1": ""}))
    with pytest.raises(RuleViolation):
        receive(None, Message(Said.REQUEST_SUBMIT))


def test_an_answer_that_comes_after_the_decision_does_not_answer_the_next_round():
    ours, theirs = course(SUBMIT, ACK, ASK)
    answer = ANSWER[1]
    decision = Message(Said.DECISION_ACCEPT, {"m1": "accepted", "m2": "accepted"})
    again = Message(Said.CLARIFY_ASK, {"m1": ""}, number=2)
    ours = send(ours, answer)
    theirs = receive(send(send(theirs, decision), again), answer)
    assert theirs.measures["m1"] == "info_requested"
    ours = receive(receive(ours, decision), again)
    assert (ours.step, theirs.step) == ("clarification", "info_requested")
    second = Message(Said.CLARIFY_ANSWER, number=2)
    ours, theirs = send(ours, second), receive(theirs, second)
    assert ours.phases() == theirs.phases() == {"m1": "in_hand", "m2": "in_hand"}


@pytest.mark.parametrize("reported", ["accepted", "in_execution", "results_at_ca"])
def test_a_postponement_is_taken_wherever_the_last_report_left_the_measure(reported):
    ours, theirs = course(SUBMIT, ACK, ("requested", Message(Said.DECISION_ACCEPT, {"m1": "accepted"})))
    ours = receive(ours, Message(Said.STATUS_REPORT, {"m1": reported}))
    ours = receive(ours, Message(Said.STATUS_REPORT, {"m1": "postponed"}))
    assert ours.measures["m1"] == "postponed"
    assert ours.before["m1"] == reported
    ours = receive(ours, Message(Said.STATUS_REPORT, {"m1": "in_execution"}))
    assert ours.phases()["m1"] == theirs.phases()["m1"] == "in_hand"
