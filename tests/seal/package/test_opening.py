"""Opening packages: the good ones, and every attack of a peer, a relay or a stranger that belongs here."""

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel.ids import new_id
from comity.seal import cades, cms
from comity.seal.age import HybridIdentity, HybridRecipient, X25519Identity, open_bytes, seal_bytes
from comity.seal.checks import Result
from comity.seal.cms import SigningKey
from comity.seal.envelope import BlobRef, Envelope
from comity.seal.errors import SealError
from comity.seal.package import (
    Annex,
    Contents,
    Opened,
    build_container,
    container,
    manifest,
    open_container,
    open_package,
)
from comity.seal.package.building import recipient_digests
from comity.seal.package.opening import MAX_PACKAGE
from tests.builders.keys import NOW, node_keys
from tests.builders.packages import (
    a_binding,
    a_letter,
    a_message,
    a_package,
    an_annex,
    an_evidence_ref,
    envelope_of,
    identity_of,
    officer,
    officer_letter,
    plain_letter,
    recipients_to,
    request_json,
    seal_of,
    some_contents,
    stamped_ring,
    time_authority,
)


def open_it(raw: bytes, envelope: Envelope, **changes: object) -> Opened:
    asked = {"identities": [identity_of()], "ring": stamped_ring(), "us": "xb", "now": NOW, "demo": True, **changes}
    return open_package(io.BytesIO(raw), envelope=envelope, **asked)  # type: ignore[arg-type]


def refusal(raw: bytes, envelope: Envelope, **changes: object) -> str:
    with pytest.raises(SealError) as caught:
        open_it(raw, envelope, **changes)
    return caught.value.code


def sealed(inside: bytes, recipients: list[HybridRecipient] | None = None) -> bytes:
    return seal_bytes(inside, recipients or recipients_to())


def sealed_contents(contents: Contents, **changes: object) -> tuple[bytes, Envelope]:
    """Return contents built and sealed as they are, and the envelope of an honest relay."""
    raw = sealed(build_container(contents, seal=seal_of(), stamp=time_authority()))
    return raw, envelope_of(raw, contents, **changes)


def resigned(members: Mapping[str, bytes], key: SigningKey | None = None) -> bytes:
    """Return a container with a manifest that fits and a signature by `key`."""
    whole = {name: data for name, data in members.items() if name not in (container.MANIFEST, container.SIGNATURE)}
    whole[container.MANIFEST] = manifest.write(whole)
    whole[container.SIGNATURE] = cades.sign(whole[container.MANIFEST], key or seal_of(), now=NOW)
    return container.write(whole)


def members_of(contents: Contents | None = None) -> dict[str, bytes]:
    return container.read(build_container(contents or some_contents(), seal=seal_of()))


def refusal_of(inside: bytes, contents: Contents | None = None) -> str:
    raw = sealed(inside)
    return refusal(raw, envelope_of(raw, contents or some_contents()))


def test_a_good_package_gives_its_contents_and_says_what_was_looked_at():
    raw, envelope, contents = a_package()
    opened = open_it(raw, envelope)
    assert opened.contents == contents
    assert {check.result for check in opened.checks} == {Result.PASSED}
    names = [check.name for check in opened.checks]
    assert len(names) == len(set(names))
    assert all(check.label.zh != check.name for check in opened.checks)
    assert [signer.name for signer in opened.signers] == [
        "Central Authority of XA Seal",
        "Head of XA",
        "Central Authority of XA Seal",
    ]
    assert opened.signers[0].time == NOW
    assert opened.signers[0].time_source.startswith("time stamp: ")
    assert open_container(opened.container, ring=stamped_ring(), now=NOW, demo=True).contents == contents


def test_a_message_without_letter_or_evidence_is_opened():
    raw, envelope, contents = a_package(a_message())
    opened = open_it(raw, envelope)
    assert opened.contents == contents
    assert [check.name for check in opened.checks if check.result is not Result.PASSED] == []
    assert "letter.signatures" not in {check.name for check in opened.checks}


def test_a_letter_beside_another_message_carries_that_message():
    content = request_json(30)
    letter = a_letter(content, "message.json")
    contents = a_message(content=content, letter=letter)
    assert open_it(*sealed_contents(contents)).contents.letter == letter


def test_without_a_time_stamp_the_time_is_unproved_and_the_package_is_good():
    contents = a_message()
    raw = sealed(build_container(contents, seal=seal_of()))
    opened = open_it(raw, envelope_of(raw, contents))
    time = next(check for check in opened.checks if check.name == "package.time")
    assert time.result is Result.NOT_MADE
    assert opened.signers[0].time_source == "own clock"


def test_a_demonstration_time_stamp_proves_nothing_in_production():
    raw, envelope, _ = a_package()
    opened = open_it(raw, envelope, demo=False)
    unproved = {check.name for check in opened.checks if check.result is Result.NOT_MADE}
    assert unproved == {"package.time", "letter.officer_time", "letter.seal_time"}


def test_past_identities_still_open():
    raw, envelope, _ = a_package()
    assert open_it(raw, envelope, identities=[HybridIdentity.generate(), identity_of()])


# The way: what a relay can do -------------------------------------------------------------------------------


def test_another_package_than_the_envelope_names_is_refused():
    raw, envelope, _ = a_package()
    other, _, _ = a_package(a_message())
    assert refusal(other, envelope) == "E_SIZE"
    swapped = raw[:-1] + bytes([raw[-1] ^ 1])
    assert refusal(swapped, envelope) == "E_DIGEST"
    assert refusal(raw + b"\0", envelope) == "E_SIZE"
    assert refusal(raw[:-1], envelope) == "E_SIZE"
    assert refusal(raw, replace(envelope, size=MAX_PACKAGE + 1)) == "E_SIZE"


def test_a_package_for_another_key_is_refused():
    raw, envelope, _ = a_package()
    assert refusal(raw, envelope, identities=[HybridIdentity.generate()]) == "E_AGE_NO_MATCH"


# The sender: what a peer can do ------------------------------------------------------------------------------


def test_surreptitious_forwarding_is_refused():
    """XB opens what XA wrote to it and seals it to XC in an envelope of its own: XC must notice."""
    raw, _, contents = a_package()
    inside = open_bytes(raw, [identity_of("xb")])
    third = node_keys("stranger")
    forwarded = sealed(inside, [third.age_identities[0].recipient()])
    envelope = envelope_of(forwarded, contents, from_node="xb", to_node="stranger")
    asked = {"us": "stranger", "identities": third.age_identities, "ring": stamped_ring("xa", "xb")}
    assert refusal(forwarded, envelope, **asked) == "E_SENDER"
    as_xa = replace(envelope, from_node="xa")
    assert refusal(forwarded, as_xa, **asked) == "E_RECIPIENT"


def test_a_package_for_us_sealed_to_keys_that_were_not_signed_is_refused():
    raw, _, contents = a_package()
    inside = open_bytes(raw, [identity_of("xb")])
    only_us = sealed(inside, [identity_of("xb").recipient()])
    assert refusal(only_us, envelope_of(only_us, contents)) == "E_RECIPIENT"
    new = HybridIdentity.generate()
    to_new = sealed(inside, [new.recipient(), new.recipient()])
    assert refusal(to_new, envelope_of(to_new, contents), identities=[new]) == "E_RECIPIENT"
    one_more = sealed(inside, [*recipients_to(), new.recipient()])
    assert refusal(one_more, envelope_of(one_more, contents)) == "E_RECIPIENT"


def test_a_package_sealed_to_a_classical_key_is_refused():
    classical = X25519Identity.generate()
    contents = a_message(binding=a_binding(recipient_key_digests=("aa" * 32,)))
    raw = seal_bytes(build_container(contents, seal=seal_of()), [classical.recipient()])
    assert refusal(raw, envelope_of(raw, contents), identities=[classical]) == "E_RECIPIENT"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"from_node": "xb"}, "E_SENDER"),
        ({"from_node": "nobody"}, "E_SENDER"),
        ({"message_id": new_id()}, "E_SENDER"),
        ({"to_node": "xc"}, "E_RECIPIENT"),
        ({"blobs": ()}, "E_DIGEST"),
        ({"blobs": (BlobRef("e3" * 32, 71_001),)}, "E_DIGEST"),
        ({"blobs": (BlobRef("e3" * 32, 71_000), BlobRef("e4" * 32, 1))}, "E_DIGEST"),
    ],
)
def test_an_envelope_that_says_otherwise_than_the_package_is_refused(change: dict[str, object], code: str):
    raw, envelope, _ = a_package()
    assert refusal(raw, replace(envelope, **change)) == code  # type: ignore[arg-type]


def test_a_package_to_another_node_is_refused_though_the_envelope_names_us():
    contents = a_message(binding=a_binding(to=("xc",)))
    assert refusal(*sealed_contents(contents)) == "E_RECIPIENT"


def test_an_unknown_sender_is_refused():
    raw, envelope, _ = a_package()
    assert refusal(raw, envelope, ring=stamped_ring("xb")) == "E_SENDER"


def test_time_is_judged_by_the_package():
    raw, envelope, contents = a_package(a_message())
    end = contents.binding.expires_at
    assert refusal(raw, envelope, now=end) == "E_EXPIRED"
    assert open_it(raw, envelope, now=end - timedelta(seconds=1))
    late = a_message(binding=a_binding(sent_at=NOW + timedelta(minutes=6), expires_at=NOW + timedelta(days=1)))
    late_raw = sealed(build_container(late, seal=seal_of()))
    with pytest.raises(SealError) as caught:
        open_it(late_raw, envelope_of(late_raw, late))
    assert (caught.value.code, caught.value.permanent) == ("E_TIME", False)


# The seal --------------------------------------------------------------------------------------------------


def test_signature_stripping_is_refused():
    members = members_of()
    for name in (container.SIGNATURE, container.MANIFEST):
        stripped = {key: value for key, value in members.items() if key != name}
        assert refusal_of(container.write(stripped)) == "E_PACKAGE"


@pytest.mark.parametrize("node", ["xb", "stranger"])
def test_a_package_signed_anew_by_somebody_else_is_refused(node: str):
    assert refusal_of(resigned(members_of(), seal_of(node))) == "E_SIGNATURE"


def test_an_officer_cannot_seal_for_the_authority():
    assert refusal_of(resigned(members_of(), officer())) == "E_SIGNATURE"


def test_an_empty_or_foreign_signature_is_refused():
    members = members_of()
    other = members_of(a_message())
    for signature in (b"", b"\x30\x00", other[container.SIGNATURE]):
        spoiled = container.write({**members, container.SIGNATURE: signature})
        assert refusal_of(spoiled) == "E_SIGNATURE"


def test_a_false_time_stamp_is_refused():
    signed = cades.sign(b"other bytes", seal_of(), now=NOW, stamp=time_authority())
    from_other = cms.token_of(cms.read(signed))[0]
    assert from_other
    members = members_of()
    spoiled = cms.with_token(members[container.SIGNATURE], from_other)
    assert refusal_of(container.write({**members, container.SIGNATURE: spoiled})) == "E_TIMESTAMP"


# The members -----------------------------------------------------------------------------------------------


def swapped_annex() -> bytes:
    return container.write({**members_of(), "annex/translation-1.pdf": an_annex() + b"\n"})


def added_annex() -> bytes:
    return container.write({**members_of(), "annex/translation-2.pdf": an_annex()})


def removed_annex() -> bytes:
    return container.write({name: data for name, data in members_of().items() if not name.startswith("annex/")})


def changed_data() -> bytes:
    return container.write({**members_of(), "request.json": request_json(201)})


def changed_binding() -> bytes:
    return container.write({**members_of(), container.BINDING: a_binding(to=("xc",)).to_bytes()})


def other_letter() -> bytes:
    return container.write({**members_of(), "request.pdf": a_letter(request_json(10))})


@pytest.mark.parametrize(
    "spoil",
    [swapped_annex, added_annex, removed_annex, changed_data, changed_binding, other_letter],
    ids=lambda spoil: spoil.__name__,
)
def test_members_that_are_not_the_signed_ones_are_refused(spoil: Callable[[], bytes]):
    assert refusal_of(spoil()) == "E_DIGEST"


def test_a_container_of_another_form_is_refused():
    assert refusal_of(b"PK\x03\x04" + bytes(65532)) == "E_PACKAGE"
    assert refusal_of(b"") == "E_PACKAGE"
    too_large = sealed(bytes(container.MAX_CONTAINER + 1))
    assert refusal(too_large, envelope_of(too_large, some_contents())) == "E_SIZE"


# The letter ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (lambda: plain_letter(request_json()), "E_PDF"),
        (officer_letter, "E_PDF"),
        (lambda: a_letter(request_json(201)), "E_PDF"),
        (lambda: a_letter(name="message.json"), "E_PDF"),
        (lambda: a_letter() + b"\n%%EOF\n", "E_PDF"),
        (lambda: a_letter().replace(b"%PDF-1.7", b"%PDF-1.6"), "E_SIGNATURE"),
        (an_annex, "E_PDF"),
        (lambda: b"%PDF-1.7 nothing", "E_PDF"),
    ],
)
def test_a_signed_package_with_a_bad_letter_is_refused(letter: Callable[[], bytes], code: str):
    contents = some_contents(letter=letter())
    assert refusal(*sealed_contents(contents)) == code


def test_a_sender_cannot_pair_a_letter_with_other_data():
    """The sending authority itself signs a letter that says one thing and data that say another."""
    contents = some_contents(content=request_json(300))
    assert refusal(*sealed_contents(contents)) == "E_PDF"


# Noise -----------------------------------------------------------------------------------------------------


@cache
def one_package() -> tuple[bytes, Envelope, Contents]:
    return a_package(a_message())


@cache
def one_set_of_members() -> dict[str, bytes]:
    return members_of()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_flipped_bytes_in_a_sealed_package_are_refused(data: st.DataObject):
    raw, _, contents = one_package()
    at = data.draw(st.integers(0, len(raw) - 1))
    bits = data.draw(st.integers(1, 255))
    spoiled = raw[:at] + bytes([raw[at] ^ bits]) + raw[at + 1 :]
    assert refusal(spoiled, envelope_of(spoiled, contents)).startswith("E_")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_flipped_bytes_in_a_letter_or_signature_raise_nothing_but_a_seal_error(data: st.DataObject):
    members = one_set_of_members()
    name = data.draw(st.sampled_from(["request.pdf", container.SIGNATURE]))
    member = bytearray(members[name])
    for _ in range(data.draw(st.integers(1, 4))):
        member[data.draw(st.integers(0, len(member) - 1))] ^= data.draw(st.integers(1, 255))
    spoiled = {**members, name: bytes(member)}
    inside = container.write(spoiled) if name == container.SIGNATURE else resigned(spoiled)
    with suppress(SealError):
        opened = open_container(inside, ring=stamped_ring(), now=NOW, demo=True)
        assert opened.contents.content == request_json()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=500))
def test_noise_as_a_package_is_refused(noise: bytes):
    assert refusal(noise or b"x", envelope_of(noise or b"x", some_contents())) == "E_AGE_HEADER"
    assert refusal_of(noise) == "E_PACKAGE"


def test_evidence_ids_of_two_items_are_kept_apart():
    items = (an_evidence_ref(), an_evidence_ref(id=new_id(), sealed_sha256="f3" * 32))
    contents = some_contents(evidence=items, annexes=(Annex("a", an_annex()), Annex("b", an_annex())))
    opened = open_it(*sealed_contents(contents))
    assert opened.contents.evidence == items
    assert recipient_digests(recipients_to()) == opened.contents.binding.recipient_key_digests
