"""Messages of the turns a request takes: what makes one the same as another, and what none may leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from comity.wire import matters, messages, turns
from comity.wire.errors import WireError
from tests.builders.keys import NOW
from tests.builders.messages import one_of_each

MADE = {type(one): one for one in one_of_each().values()}


@pytest.mark.parametrize(
    ("kind", "field", "other"),
    [
        (turns.DraftShare, "draft_no", 2),
        (turns.DraftComment, "draft_no", 2),
        (turns.Return, "received_at", NOW + timedelta(days=1)),
        (turns.ConditionsOffer, "offer_id", "o2"),
        (turns.ConditionsAccept, "offer_id", "o2"),
        (turns.ConditionsAccept, "measure_ids", ("m2",)),
        (turns.ConditionsReject, "measure_ids", ("m1", "m2")),
        (turns.DecisionPostpone, "review_on", "2027-01-01"),
        (turns.DecisionPostpone, "measure_ids", ("m2",)),
        (messages.MaterialDeliver, "delivery_no", 2),
        (messages.MaterialReceipt, "delivery_no", 2),
        (messages.NoLongerRequired, "measure_ids", ("m9",)),
        (matters.ConsultOpen, "matter", "x9"),
        (matters.Obstacle, "notice_id", "n9"),
        (matters.FreezeLifted, "notice_id", "n9"),
    ],
)
def test_a_message_is_told_apart_by_what_it_is_about_and_by_nothing_else(kind: type, field: str, other: Any):
    message = MADE[kind]
    assert replace(message, sent_at=message.sent_at + timedelta(days=1)).business == message.business
    assert replace(message, **{field: other}).business != message.business


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (turns.DecisionPostpone, {"review_on": ""}),
        (matters.UseDecision, {"consent": "no", "text": " "}),
        (matters.UseDecision, {"consent": "under_conditions", "text": ""}),
        (matters.Exculpatory, {"in_advance": False, "why_not_in_advance": " "}),
    ],
)
def test_what_must_be_said_is_not_left_out(kind: type, changes: dict[str, Any]):
    with pytest.raises(WireError) as refused:
        replace(MADE[kind], **changes)
    assert refused.value.code == "E_MESSAGE"


def test_two_reports_are_told_apart_by_their_time():
    report = MADE[messages.StatusReport]
    assert replace(report).business == report.business
    assert replace(report, sent_at=report.sent_at + timedelta(days=1)).business != report.business


def test_what_may_be_left_out_is():
    assert replace(MADE[matters.UseDecision], consent="yes", text="").consent == "yes"
    assert not replace(
        MADE[matters.Exculpatory], in_advance=False, why_not_in_advance="It was asked in court."
    ).in_advance
