from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.kernel import strictjson
from comity.seal.age import ScryptRecipient, X25519Identity, seal_bytes
from comity.seal.errors import SealError
from comity.seal.keyfile import parse_peer_file
from comity.seal.keylife import USE
from comity.seal.nodekeys import FILE_NAME, WORK_FACTOR, NodeKeys, new_unlock
from tests.builders.keys import MADE, NOW, UNLOCK, node_keys

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)


def test_keys_come_back_from_their_folder(tmp_path: Path):
    keys = node_keys("xa").rotate_signing(NOW).rotate_age(NOW).rotate_storage()
    keys = keys.revoke(keys.age[1].public[0].id, NOW)
    keys.save(tmp_path / "keys", UNLOCK + b"\n")
    again = NodeKeys.load(tmp_path / "keys", UNLOCK)
    at = NOW + DAY
    assert replace(parse_peer_file(again.peer_file(at)), raw=b"") == replace(
        parse_peer_file(keys.peer_file(at)), raw=b""
    )
    assert [str(one) for one in again.age_identities] == [str(one) for one in keys.age_identities]
    assert [str(one) for one in again.storage] == [str(one) for one in keys.storage]
    assert str(again.archive) == str(keys.archive)
    assert again.signing_pair(at).public == keys.signing_pair(at).public
    assert again.ca_certificate == keys.ca_certificate
    assert again.seal_certificate == keys.seal_certificate
    assert again.seal_certificate.public_key() == again.seal_key.public_key()
    assert again.ca_certificate.public_key() == again.ca_key.public_key()


def test_keys_on_disk_are_sealed_and_for_their_owner_alone(tmp_path: Path):
    keys = node_keys("xa")
    keys.save(tmp_path, UNLOCK)
    path = tmp_path / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [FILE_NAME]
    raw = path.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"SECRET" not in raw
    assert b"PRIVATE" not in raw
    keys.rotate_storage().save(tmp_path, UNLOCK)
    assert len(NodeKeys.load(tmp_path, UNLOCK).storage) == 2


def test_keys_survive_an_interrupted_save(tmp_path: Path):
    node_keys("xa").save(tmp_path, UNLOCK)
    (tmp_path / f".{FILE_NAME}.new").write_bytes(b"half")
    assert NodeKeys.load(tmp_path, UNLOCK).node_id == "xa"
    node_keys("xa").save(tmp_path, UNLOCK)
    assert [one.name for one in tmp_path.iterdir()] == [FILE_NAME]


def test_keys_load_in_a_second_at_most(tmp_path: Path):
    node_keys("xa").save(tmp_path, UNLOCK)
    begin = time.process_time()
    NodeKeys.load(tmp_path, UNLOCK)
    assert time.process_time() - begin < 1


def test_keys_do_not_open_with_another_secret(tmp_path: Path):
    node_keys("xa").save(tmp_path, UNLOCK)
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        NodeKeys.load(tmp_path, new_unlock())


@pytest.mark.parametrize("unlock", [b"", b"correct horse battery staple", b" " * 40, "é".encode() * 40, b"\xff" * 40])
def test_keys_are_not_kept_under_a_secret_that_a_person_made(tmp_path: Path, unlock: bytes):
    with pytest.raises(SealError, match="E_PASSPHRASE"):
        node_keys("xa").save(tmp_path, unlock)
    assert not list(tmp_path.iterdir())


def test_unlock_secrets_are_long_and_new():
    made = {new_unlock() for _ in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {43}


def test_keys_that_are_not_there_are_missed(tmp_path: Path):
    with pytest.raises(SealError, match="E_KEY"):
        NodeKeys.load(tmp_path, UNLOCK)


def test_keys_that_were_damaged_are_refused(tmp_path: Path):
    node_keys("xa").save(tmp_path, UNLOCK)
    path = tmp_path / FILE_NAME
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(SealError, match="E_AGE_PAYLOAD"):
        NodeKeys.load(tmp_path, UNLOCK)


@pytest.mark.parametrize(
    "change",
    [
        {"node_id": None},
        {"signing": [{}]},
        {"age": 7},
        {"archive": 7},
        {"storage": ["x"]},
    ],
)
def test_keys_of_an_unknown_form_are_refused(tmp_path: Path, change: dict[str, object]):
    value = strictjson.loads_object(node_keys("xa")._to_bytes(), limit=10**6) | change
    if change == {"node_id": None}:
        del value["node_id"]
    _write(tmp_path, value)
    with pytest.raises(SealError, match="E_KEY"):
        NodeKeys.load(tmp_path, UNLOCK)


def test_keys_with_a_time_of_another_form_are_refused(tmp_path: Path):
    value = strictjson.loads_object(node_keys("xa")._to_bytes(), limit=10**6)
    value["age"][0]["life"]["valid_from"] = "yesterday"
    _write(tmp_path, value)
    with pytest.raises(SealError, match="E_KEY"):
        NodeKeys.load(tmp_path, UNLOCK)


def test_keys_that_are_not_hybrid_are_refused(tmp_path: Path):
    value = strictjson.loads_object(node_keys("xa")._to_bytes(), limit=10**6)
    _write(tmp_path, value | {"archive": str(X25519Identity.generate())})
    with pytest.raises(SealError, match="E_KEY"):
        NodeKeys.load(tmp_path, UNLOCK)


def test_keys_sealed_at_a_higher_cost_are_refused_before_it_is_paid(tmp_path: Path):
    sealed = seal_bytes(b"{}", [ScryptRecipient(UNLOCK, WORK_FACTOR + 1)])
    (tmp_path / FILE_NAME).write_bytes(sealed)
    with pytest.raises(SealError, match="E_AGE_HEADER"):
        NodeKeys.load(tmp_path, UNLOCK)


def test_keys_are_never_shown():
    text = repr(node_keys("xa"))
    assert text.startswith("NodeKeys(node_id='xa', state='XA'")
    assert "SECRET" not in text
    assert "PRIVATE" not in text
    assert "object at" not in text


def test_seal_certificate_stands_under_the_authority():
    keys = node_keys("xa")
    keys.seal_certificate.verify_directly_issued_by(keys.ca_certificate)
    newer = keys.renew_seal(NOW)
    newer.seal_certificate.verify_directly_issued_by(keys.ca_certificate)
    assert newer.seal_certificate.serial_number != keys.seal_certificate.serial_number


def test_node_may_have_a_name_in_one_other_language():
    keys = NodeKeys.generate("xc", "XC", {"zh-hans": "陌生机关"}, "", MADE).renew_seal(NOW)
    assert parse_peer_file(keys.peer_file(NOW)).names == {"zh-hans": "陌生机关"}


def test_roots_and_time_authorities_stand_in_the_key_file():
    root = parse_peer_file(node_keys("xb").peer_file(NOW)).certificates[0]
    keys = replace(node_keys("xa"), roots=(root,), time_authorities=(root,))
    peer = parse_peer_file(keys.peer_file(NOW))
    assert peer.certificates[1:] == peer.time_authorities == (root,)


def test_new_signing_keys_are_announced_before_they_are_used():
    keys = node_keys("xa")
    newer = keys.rotate_signing(NOW, lead=30 * DAY, overlap=60 * DAY)
    old, new = keys.signing[0].pair, newer.signing[0].pair
    assert newer.signing_pair(NOW + 29 * DAY) is old
    assert newer.signing_pair(NOW + 30 * DAY) is new
    assert newer.signing[1].life.valid_to == NOW + 90 * DAY
    assert newer.signing[1].life.valid_from == MADE


def test_rotation_never_lengthens_a_life():
    keys = node_keys("xa").rotate_signing(NOW + USE, lead=30 * DAY, overlap=60 * DAY)
    assert keys.signing[1].life == node_keys("xa").signing[0].life


def test_past_age_identities_stay():
    keys = node_keys("xa").rotate_age(NOW).rotate_age(NOW + USE)
    assert len(keys.age_identities) == 3
    assert keys.age_identities[-1] is node_keys("xa").age_identities[0]


def test_storage_identity_is_the_newest():
    newer = node_keys("xa").rotate_storage()
    assert newer.storage_identity is newer.storage[0]
    assert newer.storage[1] is node_keys("xa").storage_identity


def test_revoked_signing_pair_signs_no_more():
    keys = node_keys("xa")
    gone = keys.revoke(keys.signing[0].public[1].id, NOW)
    with pytest.raises(SealError, match="E_KEY"):
        gone.signing_pair(NOW)
    newer = keys.rotate_signing(NOW, lead=timedelta(0)).revoke(keys.signing[0].public[0].id, NOW)
    assert newer.signing_pair(NOW) is newer.signing[0].pair


def test_revocation_is_never_moved_to_later():
    keys = node_keys("xa")
    name = keys.age[0].public[0].id
    assert keys.revoke(name, NOW).revoke(name, NOW + DAY).age[0].life.revoked_at == NOW
    assert keys.revoke(name, NOW).revoke(name, NOW - DAY).age[0].life.revoked_at == NOW - DAY


def test_revoking_an_unknown_key_is_refused():
    with pytest.raises(SealError, match="E_KEY"):
        node_keys("xa").revoke("0" * 64, NOW)


def test_signing_keys_run_out():
    with pytest.raises(SealError, match="E_KEY"):
        node_keys("xa").signing_pair(MADE + 2 * USE)


def _write(folder: Path, value: dict[str, object]) -> None:
    (folder / FILE_NAME).write_bytes(seal_bytes(strictjson.dumps(value), [ScryptRecipient(UNLOCK, WORK_FACTOR)]))
