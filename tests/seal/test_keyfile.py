from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import strictjson
from comity.seal import dsse
from comity.seal.age import X25519Identity
from comity.seal.errors import SealError
from comity.seal.keyfile import LIMIT, PAYLOAD_TYPE, PeerFile, PublicKey, parse_peer_file, verify_succession
from comity.seal.nodekeys import NodeKeys
from tests.builders.keys import MADE, NOW, node_keys, peer_file

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)
OWN = node_keys("xa").signing_pair(MADE)


def signed(change: Callable[[dict[str, Any]], object], pair: dsse.SigningPair = OWN) -> bytes:
    """Return XA's key file with a change, signed by XA."""
    fields = json.loads(peer_file("xa").to_payload())
    change(fields)
    return dsse.sign(strictjson.dumps(fields), PAYLOAD_TYPE, pair)


def test_key_file_comes_back_as_it_was_made():
    peer = peer_file("xa")
    assert (peer.node_id, peer.state, peer.url, peer.updated) == ("xa", "XA", "https://xa.example", MADE)
    assert peer.names == {"en": "Central Authority of XA", "zh-hans": "XA 中央机关"}
    assert [key.algorithm for key in peer.keys] == ["ed25519", "ml-dsa-65", "age"]
    assert parse_peer_file(peer.raw) == peer


def test_fingerprint_is_forty_digits_in_groups_of_five():
    assert re.fullmatch(r"(\d{5} ){7}\d{5}", peer_file("xa").fingerprint())
    assert peer_file("xa").fingerprint() != peer_file("xb").fingerprint()


def test_fingerprint_stays_when_the_file_is_made_again():
    again = parse_peer_file(node_keys("xa").peer_file(NOW))
    assert again != peer_file("xa")
    assert again.fingerprint() == peer_file("xa").fingerprint()


@pytest.mark.parametrize(
    "changed",
    [
        replace(peer_file("xa"), node_id="xz"),
        replace(peer_file("xa"), state="XZ"),
        replace(peer_file("xa"), keys=peer_file("xa").keys[1:]),
        replace(peer_file("xa"), keys=(*peer_file("xa").keys, peer_file("xb").keys[0])),
    ],
)
def test_fingerprint_stands_for_node_state_and_signing_keys(changed: PeerFile):
    assert changed.fingerprint() != peer_file("xa").fingerprint()


def test_fingerprint_leaves_out_what_the_signing_keys_sign():
    changed = replace(peer_file("xa"), url="https://other.example", keys=peer_file("xa").keys[:2])
    assert changed.fingerprint() == peer_file("xa").fingerprint()


def test_key_file_of_the_same_keys_has_the_same_fingerprint_everywhere():
    """A fixed example, so that another implementation can be held against it."""
    keys = tuple(PublicKey.of(name, public, MADE) for name, public in ((dsse.ED25519, "AAAA"), (dsse.MLDSA65, "BBBB")))
    peer = replace(peer_file("xa"), keys=keys)
    assert peer.fingerprint() == "66357 00780 24815 87537 08630 68865 12719 85887"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.pop("url"), "E_SYNTAX"),
        (lambda f: f.update(more=1), "E_SYNTAX"),
        (lambda f: f.update(v=2), "E_VERSION"),
        (lambda f: f.update(v=True), "E_VERSION"),
        (lambda f: f.pop("v"), "E_VERSION"),
        (lambda f: f.update(node_id="XA"), "E_SYNTAX"),
        (lambda f: f.update(state=""), "E_SYNTAX"),
        (lambda f: f.update(state="X" * 301), "E_SYNTAX"),
        (lambda f: f.update(url=None), "E_SYNTAX"),
        (lambda f: f.update(url="u" * 2_049), "E_SYNTAX"),
        (lambda f: f.update(names={}), "E_SYNTAX"),
        (lambda f: f.update(names=[]), "E_SYNTAX"),
        (lambda f: f.update(names={"en": ""}), "E_SYNTAX"),
        (lambda f: f.update(names={"e": "x"}), "E_SYNTAX"),
        (lambda f: f.update(updated="2026-01-01"), "E_SYNTAX"),
        (lambda f: f.update(certificates="x"), "E_SYNTAX"),
        (lambda f: f.update(certificates=["x"]), "E_SYNTAX"),
        (lambda f: f.update(certificates=["é"]), "E_SYNTAX"),
        (lambda f: f.update(time_authorities=[None]), "E_SYNTAX"),
        (lambda f: f.update(certificates=f["certificates"] * 17), "E_SIZE"),
        (lambda f: f.update(keys=[]), "E_SIGNATURE"),
        (lambda f: f.update(keys={}), "E_SYNTAX"),
        (lambda f: f.update(keys=f["keys"] * 22), "E_SIZE"),
        (lambda f: f["keys"].append(f["keys"][0]), "E_KEY"),
        (lambda f: f["keys"].append("x"), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(note=1), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(id="0" * 64), "E_KEY"),
        (lambda f: f["keys"][0].update(algorithm="rsa"), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(algorithm=["ed25519"]), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(algorithm="ml-dsa-65"), "E_KEY"),
        (lambda f: f["keys"][0].update(public=7), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(public="AAA"), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(valid_from=None), "E_SYNTAX"),
        (lambda f: f["keys"][0].update(valid_from="2026-03-01T00:00:00.000Z"), "E_SIGNATURE"),
        (lambda f: f["keys"][1].update(valid_to=f["updated"]), "E_SIGNATURE"),
        (lambda f: f["keys"][1].update(revoked_at="2026-03-01T00:00:00.000Z"), "E_SIGNATURE"),
        (lambda f: f["keys"][2].update(public="age1x"), "E_KEY"),
        (lambda f: f["keys"][2].update(public=str(X25519Identity.generate().recipient())), "E_KEY"),
        (lambda f: f["keys"][2].update(public=f["keys"][2]["public"].upper()), "E_KEY"),
    ],
)
def test_key_file_of_another_form_is_refused(change: Callable[[dict[str, Any]], object], code: str):
    with pytest.raises(SealError) as refused:
        parse_peer_file(signed(change))
    assert refused.value.code == code


def test_key_file_signed_by_others_is_refused():
    with pytest.raises(SealError, match="E_SIGNATURE"):
        parse_peer_file(signed(dict, node_keys("xb").signing_pair(MADE)))


def test_key_file_of_another_type_is_refused():
    raw = dsse.sign(peer_file("xa").to_payload(), PAYLOAD_TYPE.replace("v=1", "v=2"), OWN)
    with pytest.raises(SealError, match="E_VERSION"):
        parse_peer_file(raw)


def test_key_file_too_large_is_refused():
    with pytest.raises(SealError, match="E_SIZE"):
        parse_peer_file(b" " * (LIMIT + 1))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100))
def test_key_file_any_bytes_are_refused_with_a_code(raw: bytes):
    with pytest.raises(SealError):
        parse_peer_file(raw)


def test_key_is_valid_from_its_first_to_before_its_last_moment():
    key = PublicKey.of("ed25519", "AAAA", MADE, NOW)
    tick = timedelta(milliseconds=1)
    assert [key.valid(at) for at in (MADE - tick, MADE, NOW - tick, NOW)] == [False, True, True, False]
    assert PublicKey.of("ed25519", "AAAA", MADE).valid(NOW + 10_000 * DAY)


def test_key_without_an_end_comes_back():
    key = replace(PublicKey.of(dsse.ED25519, peer_file("xa").keys[0].public, MADE), revoked_at=NOW)
    assert PublicKey.from_json(key.to_json()) == key


def test_revoked_key_counts_only_with_a_time_stamp_from_before():
    keys = tuple(replace(key, revoked_at=NOW) for key in peer_file("xa").keys)
    peer = replace(peer_file("xa"), keys=keys)
    assert not peer.signing_keys(NOW - DAY).ed25519
    assert not peer.signing_keys(NOW - DAY, proved=NOW).mldsa
    early = peer.signing_keys(NOW - DAY, proved=NOW - DAY)
    assert len(early.ed25519) == len(early.mldsa) == 1


def test_recipient_is_the_newest_live_key():
    newer = node_keys("xa").rotate_age(NOW, lead=30 * DAY, overlap=60 * DAY)
    peer = parse_peer_file(newer.peer_file(NOW))
    old, new = (entry.identity.recipient() for entry in reversed(newer.age))
    assert peer.recipients(NOW + 29 * DAY) == (old,)
    assert peer.recipients(NOW + 30 * DAY) == (new,)
    assert [key.public for key in peer.age_keys(NOW + 30 * DAY)] == [str(new), str(old)]
    assert [key.public for key in peer.age_keys(NOW + 90 * DAY)] == [str(new)]


def test_recipient_is_demanded():
    with pytest.raises(SealError, match="E_KEY"):
        peer_file("xa").recipients(MADE - DAY)
    revoked = node_keys("xa").revoke(node_keys("xa").age[0].public[0].id, NOW)
    with pytest.raises(SealError, match="E_KEY"):
        parse_peer_file(revoked.peer_file(NOW)).recipients(NOW)


# One file after another -------------------------------------------------------------------------------------


def rotated() -> NodeKeys:
    return node_keys("xa").rotate_signing(NOW).rotate_age(NOW)


def test_succession_old_keys_sign_the_new_file():
    old, keys = peer_file("xa"), rotated()
    new = verify_succession(old, keys.peer_file(NOW))
    assert {key.id for key in old.keys} < {key.id for key in new.keys}
    assert verify_succession(new, keys.peer_file(NOW + DAY)).keys == new.keys


def test_succession_twice_reaches_the_newest_keys():
    first = rotated()
    new = verify_succession(peer_file("xa"), first.peer_file(NOW))
    later = NOW + 100 * DAY  # the oldest pair has ended by now, so the newer one signs
    second = first.rotate_signing(later)
    assert verify_succession(new, second.peer_file(later)).updated == later


def test_succession_that_skips_a_file_needs_the_ceremony():
    first = rotated()
    later = NOW + 100 * DAY
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_succession(peer_file("xa"), first.rotate_signing(later).peer_file(later))


def _without_old(keys: NodeKeys) -> NodeKeys:
    return replace(keys, age=keys.age[:1])


def _longer(keys: NodeKeys) -> NodeKeys:
    entry = keys.age[0]
    return replace(keys, age=(replace(entry, life=replace(entry.life, valid_to=NOW + 9_999 * DAY)),))


def _earlier(keys: NodeKeys) -> NodeKeys:
    entry = keys.age[0]
    return replace(keys, age=(replace(entry, life=replace(entry.life, valid_from=MADE - DAY)),))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: node_keys("xb").peer_file(NOW), "E_KEY"),
        (lambda: replace(node_keys("xa"), state="XZ").peer_file(NOW), "E_KEY"),
        (lambda: node_keys("xa").peer_file(MADE), "E_REPLAY"),
        (lambda: NodeKeys.generate("xa", "XA", {"en": "x"}, "", MADE).peer_file(NOW), "E_SIGNATURE"),
        (lambda: _without_old(rotated()).peer_file(NOW), "E_KEY"),
        (lambda: _longer(node_keys("xa")).peer_file(NOW), "E_KEY"),
        (lambda: _earlier(node_keys("xa")).peer_file(NOW), "E_KEY"),
    ],
)
def test_succession_is_refused(make: Callable[[], bytes], code: str):
    with pytest.raises(SealError) as refused:
        verify_succession(peer_file("xa"), make())
    assert refused.value.code == code


def test_succession_cannot_bring_a_revoked_key_back():
    keys = node_keys("xa")
    gone = keys.age[0].public[0].id
    old = verify_succession(peer_file("xa"), keys.revoke(gone, NOW).peer_file(NOW))
    assert verify_succession(old, keys.revoke(gone, NOW - DAY).peer_file(NOW + DAY))
    for tried in (keys, keys.revoke(gone, NOW + DAY)):
        with pytest.raises(SealError, match="E_KEY"):
            verify_succession(old, tried.peer_file(NOW + DAY))


def test_succession_cannot_be_signed_by_a_revoked_key():
    first = node_keys("xa").rotate_signing(NOW, lead=timedelta(0))
    old = parse_peer_file(first.revoke(first.signing[1].public[0].id, NOW).peer_file(NOW))
    with pytest.raises(SealError, match="E_SIGNATURE"):
        verify_succession(old, first.peer_file(NOW + DAY))
