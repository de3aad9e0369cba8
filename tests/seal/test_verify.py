"""Verifying off line: true, false, or cannot be told, and always what was not looked at."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.seal.age import HybridIdentity, seal_bytes
from comity.seal.chain import export_chain
from comity.seal.checks import LABELS, Result
from comity.seal.keyring import KeyRing
from comity.seal.package import build_container
from comity.seal.receipt import add_time_stamps, time_stamp_input
from comity.seal.verify import LIMIT, Verdict, verify_file
from tests.builders.keys import NOW, a_signed_envelope, node_keys
from tests.builders.packages import (
    a_letter,
    a_message,
    a_package,
    identity_of,
    officer_letter,
    seal_of,
    some_contents,
    stamped_peer,
    stamped_ring,
    time_authority,
)
from tests.builders.receipts import a_signed_receipt
from tests.builders.statements import a_signed_statement


def verdict(source: bytes | Path, ring: KeyRing | None = None, **changes: object) -> Verdict:
    found = verify_file(source, stamped_ring() if ring is None else ring, **{"now": NOW, "demo": True, **changes})  # type: ignore[arg-type]
    assert all(check.name in LABELS for check in found.checks)
    assert json.loads(json.dumps(found.to_json()))["valid"] is found.valid
    return found


def results(found: Verdict) -> dict[str, Result]:
    return {check.name: check.result for check in found.checks}


def plain_package() -> bytes:
    return build_container(some_contents(), seal=seal_of(), stamp=time_authority())


def stamped_receipt() -> bytes:
    raw = a_signed_receipt()
    return add_time_stamps(raw, [time_authority().stamp(time_stamp_input(raw))])


GOOD = {
    "package": plain_package,
    "letter": a_letter,
    "envelope": a_signed_envelope,
    "receipt": stamped_receipt,
    "chain": lambda: export_chain([a_signed_receipt()]),
    "peer": lambda: stamped_peer("xa").raw,
    "statement": a_signed_statement,
}


@pytest.mark.parametrize("kind", GOOD)
def test_good_files_are_valid_for_who_knows_their_signers(kind: str):
    found = verdict(GOOD[kind]())
    assert (found.valid, found.kind) == (True, kind)
    assert found.signers
    assert Result.FAILED not in results(found).values()


@pytest.mark.parametrize("kind", GOOD)
def test_nobody_can_tell_about_signers_that_are_not_known(kind: str):
    found = verdict(GOOD[kind](), KeyRing())
    assert (found.valid, found.kind) == (None, kind)
    assert Result.NOT_MADE in results(found).values()


@pytest.mark.parametrize("kind", GOOD)
def test_spoiled_files_are_not_valid(kind: str):
    raw = GOOD[kind]()
    middle = len(raw) // 2
    spoiled = raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]
    assert verdict(spoiled).valid is False


def test_a_sealed_package_is_opened_with_an_identity():
    raw, _, _ = a_package()
    found = verdict(raw, identities=[identity_of()])
    assert (found.valid, found.kind) == (True, "package")
    assert results(found)["package.seal"] is Result.PASSED
    assert results(found)["package.in_time"] is Result.NOT_MADE
    assert "from xa to xb" in next(check.detail for check in found.checks if check.name == "package.claims")


def test_a_sealed_package_without_an_identity_cannot_be_told():
    raw, _, _ = a_package()
    for identities in ((), [HybridIdentity.generate()]):
        found = verdict(raw, identities=identities)
        assert (found.valid, found.kind) == (None, "package")
        assert results(found) == {"file.verified": Result.NOT_MADE}


def test_something_else_sealed_cannot_be_told():
    raw = seal_bytes(b"evidence", [identity_of().recipient()])
    assert verdict(raw, identities=[identity_of()]).valid is None


def test_a_sealed_file_that_was_altered_is_not_valid():
    raw, _, _ = a_package()
    assert verdict(raw[:-1], identities=[identity_of()]).valid is False
    assert verdict(b"age-encryption.org/v1\nnonsense").valid is False


def test_a_letter_says_whose_it_is_and_that_its_data_were_not_compared():
    found = verdict(a_letter())
    made = {check.name: check for check in found.checks}
    assert made["letter.sender"].detail == "xa"
    assert made["letter.data"].result is Result.NOT_MADE
    assert verdict(a_letter(), stamped_ring("xb")).valid is None
    assert verdict(officer_letter()).valid is False


def test_a_message_without_letter_is_valid_without_one():
    found = verdict(build_container(a_message(), seal=seal_of()))
    assert found.valid is True
    assert "letter.signatures" not in results(found)
    assert results(found)["package.time"] is Result.NOT_MADE


def test_demonstration_stamps_are_not_believed_in_production():
    assert results(verdict(plain_package(), demo=False))["package.time"] is Result.NOT_MADE


def test_a_receipt_whose_time_stamp_is_false_is_not_valid():
    raw = add_time_stamps(a_signed_receipt(), [time_authority().stamp(b"something else")])
    found = verdict(raw)
    assert (found.valid, results(found)["receipt.time_stamp"]) == (False, Result.FAILED)
    unknown = verdict(stamped_receipt(), demo=False)
    assert (unknown.valid, results(unknown)["receipt.time_stamp"]) == (True, Result.NOT_MADE)


def test_a_chain_that_misses_an_item_is_not_valid():
    second = a_signed_receipt(seq=2, prev="ab" * 32)
    assert verdict(export_chain([second])).valid is False


def test_a_key_file_that_is_not_pinned_shows_its_fingerprint():
    found = verdict(stamped_peer("stranger").raw)
    assert (found.valid, found.kind) == (None, "peer")
    assert found.checks[-1].detail == stamped_peer("stranger").fingerprint()
    other = node_keys("xa").peer_file(NOW)
    assert verdict(other).valid is None


def test_files_are_read_from_the_disk_and_no_further_than_the_limit(tmp_path: Path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(a_letter())
    assert verdict(path).valid is True
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    assert verdict(path).valid is False


def test_the_present_is_the_present():
    assert verify_file(a_letter(), [stamped_peer("xa")], demo=True).valid is True
    late = NOW + timedelta(days=9000)
    assert verify_file(build_container(a_message(), seal=seal_of()), stamped_ring(), now=late).valid is False


@pytest.mark.parametrize("raw", [b"", b"hello", b"{}", b"\x00" * 100])
def test_files_of_an_unknown_kind_cannot_be_told(raw: bytes):
    assert (verdict(raw).valid, verdict(raw).kind) == (None, "unknown")


@cache
def kept(kind: str) -> bytes:
    return GOOD[kind]()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_noise_in_a_file_gives_a_verdict_and_no_error(kind: str, data: st.DataObject):
    raw = bytearray(kept(kind))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, 300))] ^= data.draw(st.integers(1, 255))
    assert verdict(bytes(raw)).kind
