from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.chain import (
    ChainItem,
    Head,
    examine,
    export_chain,
    find_forks,
    follow,
    verify_chain,
    verify_export,
    verify_item,
)
from comity.seal.checks import Result, StampedTime
from comity.seal.errors import SealError
from comity.seal.events import Event
from comity.seal.link import Link
from comity.seal.receipt import add_time_stamps
from tests.builders.keys import NOW, a_signed_envelope, key_ring
from tests.builders.receipts import CHAIN, a_signed_receipt

RING = key_ring("xa", "xb")


@cache
def chain() -> tuple[bytes, ...]:
    """Return a chain of XA towards XB in which envelopes and receipts take turns."""
    made: list[bytes] = []
    head: Head | None = None
    for number in range(6):
        link = Link.after(CHAIN, head)
        made.append(envelope(link) if number % 2 == 0 else receipt(link))
        head = verify_item(made[-1], RING).head
    return tuple(made)


def envelope(link: Link) -> bytes:
    return a_signed_envelope(chain_id=link.chain_id, seq=link.seq, prev=link.prev)


def receipt(link: Link) -> bytes:
    return a_signed_receipt(
        "xa",
        event=Event.SUBMISSION_ACCEPTANCE,
        recorder="xa",
        chain_id=link.chain_id,
        seq=link.seq,
        prev=link.prev,
    )


@cache
def items() -> tuple[ChainItem, ...]:
    return tuple(verify_item(raw, RING) for raw in chain())


@cache
def second_story(place: int) -> ChainItem:
    """Return another item signed for the same place of the chain."""
    return verify_item(envelope(items()[place].link), RING)


def test_chain_whole_leads_to_its_head():
    assert verify_chain(items()) == items()[-1].head
    assert [item.kind for item in items()] == ["envelope", "receipt"] * 3
    assert {item.signer.name for item in items()} == {"xa"}


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_chain_is_whole_in_any_order_and_repeated(order: list[int], again: list[int]):
    given_items = [items()[place] for place in (*order, *again)]
    assert verify_chain(given_items) == items()[-1].head
    assert all(check.result is Result.PASSED for check in examine(given_items)[0].checks)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 5), min_size=1, max_size=5))
def test_chain_gaps_are_named_exactly(kept: set[int]):
    report = examine([items()[place] for place in sorted(kept)])[0]
    missing = {number for first, last in report.gaps for number in range(first, last + 1)}
    assert missing == set(range(1, max(kept) + 2)) - {place + 1 for place in kept}
    assert not report.broken
    assert not report.forks


def test_chain_with_a_gap_is_refused_and_says_where():
    with pytest.raises(SealError) as refused:
        verify_chain([*items()[:2], *items()[4:]])
    assert refused.value.params == {"reason": "gap", "seq": (3, 4)}
    assert examine([*items()[:2], *items()[4:]])[0].checks[1].detail == "3 to 4"


def test_chain_two_stories_prove_a_fork():
    told = [*items(), second_story(2)]
    assert find_forks(told) == ((items()[2], second_story(2)),)
    report = examine(told)[0]
    assert report.forks == (3,)
    assert report.checks[0].result is Result.FAILED
    with pytest.raises(SealError) as refused:
        verify_chain(told)
    assert refused.value.params["reason"] == "fork"


def test_chain_second_story_with_another_past_is_broken_too():
    link = replace(items()[2].link, prev="ab" * 32)
    report = examine([*items(), verify_item(envelope(link), RING)])[0]
    assert (report.forks, report.broken) == ((3,), (3,))


def test_chain_same_item_twice_is_no_fork():
    assert find_forks([*items(), *items()]) == ()


def test_chain_same_item_with_a_time_stamp_is_no_fork():
    stamped = verify_item(add_time_stamps(chain()[1], [b"x"]), RING)
    assert find_forks([*items(), stamped]) == ()
    assert verify_chain([*items(), stamped])


def test_chain_with_an_item_exchanged_is_broken():
    told = [*items()[:2], second_story(2), *items()[3:]]
    report = examine(told)[0]
    assert (report.broken, report.forks, report.gaps) == ((4,), (), ())
    assert report.checks[2].result is Result.FAILED
    with pytest.raises(SealError) as refused:
        verify_chain(told)
    assert refused.value.params == {"reason": "link", "seq": 4}


def test_chain_of_nothing_or_of_two_is_refused():
    other = verify_item(a_signed_receipt(), RING)
    for told, reason in (([], "none"), ([*items(), other], "other")):
        with pytest.raises(SealError) as refused:
            verify_chain(told)
        assert refused.value.params["reason"] == reason
    assert {report.chain.sender for report in examine([*items(), other])} == {"xa", "xb"}


def test_receipt_belongs_to_the_chain_of_its_recorder():
    item = verify_item(a_signed_receipt(), RING)
    assert (item.chain.sender, item.chain.receiver) == ("xb", "xa")


# One item after another -------------------------------------------------------------------------------------


def test_follow_takes_items_in_order():
    head = None
    for item in items():
        head = follow(head, item)
    assert head == verify_chain(items())


@pytest.mark.parametrize(
    ("held", "place", "code", "reason", "permanent"),
    [
        (3, 2, "E_REPLAY", None, True),
        (3, 0, "E_REPLAY", None, True),
        (3, 4, "E_CHAIN", "gap", False),
        (0, 1, "E_CHAIN", "gap", False),
    ],
)
def test_follow_refuses_what_does_not_come_next(held: int, place: int, code: str, reason: str | None, permanent: bool):
    head = items()[held - 1].head if held else None
    with pytest.raises(SealError) as refused:
        follow(head, items()[place])
    assert (refused.value.code, refused.value.permanent) == (code, permanent)
    assert refused.value.params.get("reason") == reason


def test_follow_refuses_another_past():
    with pytest.raises(SealError) as refused:
        follow(second_story(2).head, items()[3])
    assert refused.value.params["reason"] == "link"


def test_follow_refuses_another_chain():
    head = replace(items()[2].head, chain_id=new_id())
    with pytest.raises(SealError) as refused:
        follow(head, items()[3])
    assert refused.value.params["reason"] == "other"


# Exports ----------------------------------------------------------------------------------------------------


def test_export_verifies_off_line():
    raw = export_chain([*chain(), a_signed_receipt()])
    found = verify_export(raw, RING)
    assert found.items[:6] == items()
    assert [report.head.seq for report in found.reports] == [6, 1]
    assert all(check.result is Result.PASSED for check in found.checks)
    assert len(found.checks) == 7
    assert {signer.name for signer in found.signers} == {"xa", "xb"}


def test_export_keeps_time_stamps():
    raw = export_chain([add_time_stamps(chain()[1], [b"x"])])
    found = verify_export(raw, RING, verify_token=lambda _token, _data: StampedTime(NOW, "TSA of XC"))
    assert found.signers[0].time_source == "time stamp: TSA of XC"


def test_export_tells_what_is_missing():
    found = verify_export(export_chain(chain()[3:]), RING)
    assert [check.name for check in found.checks if check.result is Result.FAILED] == ["chain.complete"]


def test_export_of_nothing_proves_nothing():
    found = verify_export(export_chain([]), RING)
    assert [check.result for check in found.checks] == [Result.FAILED]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": 2}, "E_VERSION"),
        ({"v": True}, "E_VERSION"),
        ({"kind": "list"}, "E_VERSION"),
        ({"more": 1}, "E_SYNTAX"),
        ({"items": {}}, "E_SYNTAX"),
        ({"items": [1]}, "E_SYNTAX"),
        ({"items": [{}]}, "E_SYNTAX"),
    ],
)
def test_export_of_another_form_is_refused(change: dict[str, object], code: str):
    value = json.loads(export_chain(chain())) | change
    with pytest.raises(SealError) as refused:
        verify_export(strictjson.dumps(value), RING)
    assert refused.value.code == code


def test_export_too_large_is_refused():
    with pytest.raises(SealError, match="E_SIZE"):
        verify_export(export_chain(chain()), RING, limit=1_000)


def test_export_with_one_item_forged_is_refused():
    value = json.loads(export_chain(chain()))
    value["items"][3]["signatures"] = value["items"][1]["signatures"]
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_export(strictjson.dumps(value), RING)


def test_item_of_another_type_is_refused():
    fields = json.loads(chain()[0])
    fields["payloadType"] = "application/json"
    with pytest.raises(SealError, match="E_VERSION"):
        verify_item(strictjson.dumps(fields), RING)


def test_export_any_flipped_bit_is_found():
    raw = export_chain(chain()[:3])
    chance = random.Random(7)  # noqa: S311 (a seed, so that a failure comes again)
    for _ in range(300):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        with pytest.raises(SealError):
            verify_export(bytes(changed), RING)


def test_only_signed_items_are_exported():
    with pytest.raises(SealError, match="E_SYNTAX"):
        export_chain([b"{}"])
    assert dsse.parse(chain()[0]).to_bytes() == chain()[0]
