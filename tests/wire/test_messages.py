"""Every kind of message: what may be built, what may be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.wire import messages
from comity.wire.errors import WireError
from comity.wire.kinds import KINDS, MESSAGE_LIMIT, dump, kind_of, parse
from comity.wire.request import RequestV1
from comity.wire.request_parts import Earlier, ServiceDetails
from tests.builders.messages import (
    a_clarify_ask,
    a_delivery,
    a_measure,
    a_request,
    a_status_query,
    an_ack,
    any_message,
    one_of_each,
)

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


EARLIER = Earlier(left_on="2026-02-01", channel="post", reference="XB/2026/0007", acknowledged_on="2026-02-20")


def test_a_request_without_an_earlier_letter_is_written_as_before_the_field_was_known():
    request = a_request()
    body = request.to_json()
    assert "earlier" not in body
    assert RequestV1.from_json(body).earlier is None
    moved = replace(request, earlier=EARLIER)
    assert moved.to_json() == body | {"earlier": EARLIER.to_json()}
    assert parse(RequestV1.KIND, dump(moved)) == moved


@pytest.mark.parametrize(
    "earlier",
    [
        None,
        {},
        [],
        "2026-02-01",
        EARLIER.to_json() | {"more": ""},
        EARLIER.to_json() | {"left_on": ""},
        EARLIER.to_json() | {"left_on": "2026-02-30"},
        EARLIER.to_json() | {"channel": "pigeon"},
        EARLIER.to_json() | {"reference": "9" * 81},
        EARLIER.to_json() | {"reference": "two\nlines"},
        EARLIER.to_json() | {"acknowledged_on": "2026-01-31"},
        EARLIER.to_json()
        | {"record": {"rounds": 0, "measures": [{"measure_id": "m-1", "state": "asked", "decided_on": "2026-02-03"}]}},
    ],
)
def test_an_earlier_letter_that_is_not_well_said_is_refused(earlier: Any):
    with pytest.raises(WireError, match="E_MESSAGE"):
        RequestV1.from_json(a_request().to_json() | {"earlier": earlier})


def test_only_a_decided_measure_of_an_earlier_letter_has_a_day():
    record = {"rounds": 0, "measures": [{"measure_id": "m-1", "state": "accepted", "decided_on": "2026-02-03"}]}
    read = RequestV1.from_json(a_request().to_json() | {"earlier": EARLIER.to_json() | {"record": record}})
    assert read.earlier
    assert read.earlier.record
    assert read.earlier.record.measures[0].decided_on == "2026-02-03"


def test_every_kind_has_an_example():
    assert one_of_each().keys() == KINDS.keys()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_survives_the_journey(name: str):
    message = one_of_each()[name]
    assert parse(name, dump(message)) == message


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_message)
def test_any_message_survives_the_journey(message: Any):
    raw = dump(message)
    again = parse(message.KIND, raw)
    assert again == message
    assert dump(again) == raw
    assert again.business == message.business


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=400))
def test_bytes_can_only_raise_wire_errors(name: str, raw: bytes):
    with pytest.raises(WireError):
        parse(name, raw)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_changed_value_is_refused_or_read_as_itself(data: st.DataObject):
    """Put any JSON at any place of a valid message: it is refused with WireError, or it is a valid message."""
    message = data.draw(st.sampled_from(sorted(one_of_each().items())))[1]
    body = message.to_json()
    place: Any = body
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not (place[key] and isinstance(place[key], dict | list) and data.draw(st.booleans())):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    try:
        raw = strictjson.dumps(body)
    except Exception:  # noqa: BLE001 (what cannot be written canonically is sent as other JSON writers would)
        raw = repr(body).encode("utf-8", "replace")
    try:
        read = parse(message.KIND, raw)
    except WireError as error:
        assert error.code in {"E_MESSAGE", "E_SYNTAX", "E_CANONICAL"}
    else:
        assert dump(read) == raw


def _changed(**changes: Any) -> bytes:
    return strictjson.dumps(an_ack(new_id()).to_json() | changes)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_changed(extra=1), "E_MESSAGE"),
        (_changed(reference=""), "E_MESSAGE"),
        (_changed(reference=7), "E_MESSAGE"),
        (_changed(reference="x" * 121), "E_MESSAGE"),
        (_changed(reference="two\nlines"), "E_MESSAGE"),
        (_changed(reference="a\u2028b"), "E_MESSAGE"),
        (_changed(officer="e\u0301"), "E_MESSAGE"),
        (_changed(note="bell\x07"), "E_MESSAGE"),
        (_changed(note=None), "E_MESSAGE"),
        (_changed(request_id="1234"), "E_MESSAGE"),
        (_changed(request_id=str(new_id()).upper()), "E_MESSAGE"),
        (_changed(sent_at="2026-03-02"), "E_MESSAGE"),
        (_changed(sent_at="2026-02-30T00:00:00.000Z"), "E_MESSAGE"),
        (_changed(sent_at="2026-03-02T00:00:00.000+00:00"), "E_MESSAGE"),
        (_changed().replace(b'"note":"",', b""), "E_MESSAGE"),
        (_changed() + b" ", "E_CANONICAL"),
        (_changed().replace(b'":"', b'": "', 1), "E_CANONICAL"),
        (b'{"note":"","note":""}', "E_SYNTAX"),
        (b"[]", "E_SYNTAX"),
        (b'{"note":NaN}', "E_SYNTAX"),
        (b" " * (MESSAGE_LIMIT + 1), "E_SIZE"),
    ],
)
def test_hostile_message_is_refused(raw: bytes, code: str):
    with pytest.raises(WireError) as caught:
        parse("ack", raw)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["", "ACK", "request.submit\n", "decision.unknown", None, 3, ["ack"]])
def test_unknown_kind_is_refused(name: Any):
    with pytest.raises(WireError, match="E_KIND"):
        kind_of(name)


@pytest.mark.parametrize(
    "changes",
    [
        {"measures": ()},
        {"measures": (a_measure("m1"), a_measure("m1"))},
        {"measures": (a_measure(),) * 101},
        {"persons": [1]},
        {"title": "x" * 301},
        {"language": "de"},
        {"reference": "  "},
        {"request_id": "not a uuid"},
        {"facts": {"summary": "a dict"}},
    ],
)
def test_no_such_request_can_be_built(changes: dict[str, Any]):
    with pytest.raises(WireError, match="E_MESSAGE"):
        a_request(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"module": "service"},
        {"module": "statement", "details": ServiceDetails()},
        {"module": "other"},
        {"period_from": "2026-02-01", "period_to": "2026-01-31"},
        {"period_from": "2026-13-01"},
        {"period_from": "2026-02-30"},
        {"notify": "perhaps"},
        {"questions": ("",)},
        {"measure_id": "a b"},
        {"measure_id": "x" * 65},
    ],
)
def test_no_such_measure_can_be_requested(changes: dict[str, Any]):
    with pytest.raises(WireError, match="E_MESSAGE"):
        a_request(measures=(a_measure(**changes),))


@pytest.mark.parametrize("module", [7, "none", ["statement"]])
def test_details_of_an_unknown_module_are_refused(module: Any):
    body = a_request().to_json()
    body["measures"][0]["module"] = module
    with pytest.raises(WireError, match="E_MESSAGE"):
        RequestV1.from_json(body)


@pytest.mark.parametrize("place", ["measures", "facts", "persons"])
def test_parts_of_the_wrong_shape_are_refused(place: str):
    body = a_request().to_json()
    for wrong in ("text", 5, None):
        with pytest.raises(WireError, match="E_MESSAGE"):
            RequestV1.from_json(body | {place: wrong})
    with pytest.raises(WireError, match="E_MESSAGE"):
        RequestV1.from_json(body | {"persons": [{}] * 501})


def test_details_must_belong_to_the_module_when_read():
    body = a_request().to_json()
    body["measures"][0]["details"] = ServiceDetails().to_json()
    with pytest.raises(WireError, match="E_MESSAGE"):
        RequestV1.from_json(body)


def test_a_time_more_exact_than_the_wire_cannot_be_kept():
    with pytest.raises(WireError, match="E_MESSAGE"):
        an_ack(new_id(), received_at=datetime(2026, 3, 1, 0, 0, 0, 5, tzinfo=UTC))
    with pytest.raises(WireError, match="E_MESSAGE"):
        an_ack(new_id(), received_at=datetime(2026, 3, 1))  # noqa: DTZ001 (the missing zone is the point)


def test_a_refusal_needs_ground_and_reasons():
    refusal = one_of_each()["decision.refuse"]
    assert isinstance(refusal, messages.DecisionRefuse)
    with pytest.raises(WireError, match="E_MESSAGE"):
        replace(refusal.measures[0], reasons=" ")
    with pytest.raises(WireError, match="E_MESSAGE"):
        replace(refusal.measures[0], ground="")


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("decision.accept", "decision.refuse"),
        ("decision.refuse", "decision.partial"),
        ("decision.partial", "decision.accept"),
    ],
)
def test_the_kind_of_decision_must_agree_with_its_measures(kind: str, other: str):
    body = one_of_each()[other].to_json()
    with pytest.raises(WireError, match="E_MESSAGE"):
        KINDS[kind].record.from_json(body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("final", 1),
        ("final", "true"),
        ("final", None),
        ("delivery_no", 0),
        ("delivery_no", 1001),
        ("delivery_no", True),
    ],
)
def test_a_number_and_a_flag_are_of_their_kind_and_within_bounds(field: str, value: Any):
    delivery = a_delivery(new_id())
    with pytest.raises(WireError, match=f"E_MESSAGE: {field}: must be"):
        replace(delivery, **{field: value})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_both_sides_name_the_step_of_each_kind_alike(kind: str):
    said = one_of_each()[kind]
    assert parse(kind, dump(said)).business == said.business


def test_each_kind_says_what_step_it_is():
    """Of what is said once there is no more to say; of what may come again the step is named, the same each time."""
    found = one_of_each()
    case = found["ack"].request_id
    asked = a_status_query(case)
    assert asked.business == asked.sent_at.isoformat()
    assert asked.business != a_status_query(case, 2).business
    assert a_clarify_ask(case, 3).business == "round-3"
    first = a_request()
    assert first.business == ""
    assert replace(first, sending=2).business == "sending-2"
    void = found["void"]
    assert isinstance(void, messages.Void)
    assert void.business == f"{void.message_id}:{void.seq}"
    assert replace(void, seq=void.seq + 1, reason="expired").business != void.business


def test_business_identity_does_not_depend_on_order():
    partial = one_of_each()["decision.partial"]
    assert isinstance(partial, messages.DecisionPartial)
    assert replace(partial, measures=partial.measures[::-1]).business == partial.business != ""
    assert messages.named_set(["a", "b"]) != messages.named_set(["ab"])
    assert messages.named_set([]) == ""


def test_a_message_too_long_to_travel_is_not_dumped():
    long = a_request(measures=tuple(a_measure(f"m{i}", description="字" * 20_000) for i in range(100)))
    with pytest.raises(WireError, match="E_SIZE"):
        dump(long)
