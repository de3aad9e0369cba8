"""Making packages: nothing leaves that no receiver would take."""

import hashlib
import io

import pytest

from comity.seal.age import X25519Identity, open_bytes
from comity.seal.errors import SealError
from comity.seal.package import build_container, build_package, container
from comity.seal.package.building import recipient_digests
from comity.seal.padding import is_padded_size
from tests.builders.keys import node_keys
from tests.builders.packages import (
    a_binding,
    a_message,
    a_package,
    identity_of,
    recipients_to,
    request_json,
    seal_of,
    some_contents,
    time_authority,
)


def test_package_info_describes_the_sealed_bytes():
    sink = io.BytesIO()
    info = build_package(some_contents(), seal=seal_of(), recipients=recipients_to(), sink=sink)
    raw = sink.getvalue()
    assert (info.size, info.sha256) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert info.sha512 == hashlib.sha512(raw).hexdigest()


def test_sizes_of_messages_do_not_tell_what_they_say():
    short, long = (len(build_container(a_message(content=request_json(n)), seal=seal_of())) for n in (1, 40_000))
    assert short == long
    assert is_padded_size(short)


def test_sender_can_read_its_own_archive_copy():
    raw, _, _ = a_package()
    inside = open_bytes(raw, [node_keys("xa").archive])
    assert inside == open_bytes(raw, [identity_of()])
    assert container.read(inside)["request.json"] == request_json()


def test_nothing_that_was_signed_is_readable_outside():
    raw, _, _ = a_package()
    for secret in (request_json(), b"request.submit", b"Head of XA", b"mimetype", b"XA-2026-1"):
        assert secret not in raw


def test_classical_recipients_are_refused():
    sink = io.BytesIO()
    classical = X25519Identity.generate().recipient()
    with pytest.raises(SealError) as caught:
        build_package(some_contents(), seal=seal_of(), recipients=[classical], sink=sink)  # type: ignore[list-item]
    assert caught.value.code == "E_RECIPIENT"
    assert sink.getvalue() == b""


def test_other_recipients_than_those_signed_are_refused():
    one = recipients_to()[:1]
    with pytest.raises(SealError) as caught:
        build_package(some_contents(), seal=seal_of(), recipients=one, sink=io.BytesIO())
    assert caught.value.code == "E_RECIPIENT"
    signed = some_contents(binding=a_binding(recipient_key_digests=recipient_digests(one)))
    assert build_package(signed, seal=seal_of(), recipients=one, sink=io.BytesIO()).size


def test_contents_of_bad_form_are_refused_before_anything_is_written():
    sink = io.BytesIO()
    with pytest.raises(SealError):
        build_package(some_contents(content=b"[1]"), seal=seal_of(), recipients=recipients_to(), sink=sink)
    assert sink.getvalue() == b""


def test_an_absent_time_authority_stops_nobody():
    class Absent:
        def stamp(self, _data: bytes) -> bytes:
            raise SealError("E_TIMESTAMP", "no answer", permanent=False)

    with_time = build_container(a_message(), seal=seal_of(), stamp=time_authority())
    without = build_container(a_message(), seal=seal_of(), stamp=Absent())
    name = container.SIGNATURE
    assert len(container.read(without)[name]) < len(container.read(with_time)[name])
