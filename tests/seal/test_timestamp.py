"""Time stamps: tokens that other programs accept, authorities that answer, demonstrations that prove nothing."""

import hashlib
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import urllib3
from asn1crypto import core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from hypothesis import example, given
from hypothesis import strategies as st

from comity.seal import authority, cms, timestamp
from comity.seal.errors import SealError
from comity.seal.timestamp import DemoAuthority, HttpAuthority, is_demo, query, token_of, verify_token, wsgi
from tests.builders.keys import MADE, NOW, node_keys
from tests.builders.packages import seal_of, time_authority

DATA = b"a signature value"
UNKNOWN_ALGORITHM = query(DATA, 1).replace(b"\x02\x02\x05\x00", b"\x02\x0a\x05\x00")
OTHER = [ExtendedKeyUsageOID.CLIENT_AUTH]


def code_of(call: Callable[[], object]) -> tuple[str, bool]:
    with pytest.raises(SealError) as caught:
        call()
    return caught.value.code, caught.value.permanent


def believed() -> list[x509.Certificate]:
    return [time_authority().key.certificate]


def certified(name: str, usages: list[x509.ObjectIdentifier], policy: str = "1.2.3") -> cms.SigningKey:
    """Return a key certified by the root of XA for other usages."""
    ca = node_keys("xa").ca
    key = authority.new_key()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(ca.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE)
        .not_valid_after(MADE + timedelta(days=100))
        .add_extension(x509.ExtendedKeyUsage(usages), critical=True)
        .add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier(policy), None)]), critical=False
        )
        .sign(ca.key, hashes.SHA384())
    )
    return cms.SigningKey(key, certificate)


def token_by(key: cms.SigningKey, data: bytes = DATA) -> bytes:
    return DemoAuthority(key, lambda: NOW).stamp(data)


def test_a_token_says_when_the_bytes_existed():
    found = verify_token(time_authority().stamp(DATA), DATA, believed(), now=NOW, demo=True)
    assert found.time == NOW
    assert found.authority == "CN=DEMO Time of XA"


def test_an_authority_of_a_state_is_believed_without_demo():
    token = token_by(certified("Time Authority", [ExtendedKeyUsageOID.TIME_STAMPING]))
    assert verify_token(token, DATA, [node_keys("xa").ca_certificate], now=NOW).time == NOW


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda token: verify_token(token, DATA, believed(), now=NOW), "E_KEY"),
        (lambda token: verify_token(token, DATA, [], now=NOW, demo=True), "E_KEY"),
        (lambda token: verify_token(token, DATA, [node_keys("xb").ca_certificate], now=NOW, demo=True), "E_KEY"),
        (lambda token: verify_token(token, b"other", believed(), now=NOW, demo=True), "E_TIMESTAMP"),
        (lambda token: verify_token(token, DATA, believed(), now=NOW - timedelta(days=1), demo=True), "E_TIMESTAMP"),
        (lambda token: verify_token(token + b"\0", DATA, believed(), now=NOW, demo=True), "E_TIMESTAMP"),
        (lambda token: verify_token(token[:-1], DATA, believed(), now=NOW, demo=True), "E_TIMESTAMP"),
        (lambda _token: verify_token(b"", DATA, believed(), now=NOW, demo=True), "E_TIMESTAMP"),
        (lambda _token: verify_token(bytes(70_000), DATA, believed(), now=NOW, demo=True), "E_SIZE"),
    ],
)
def test_tokens_that_prove_nothing_are_refused(call: Callable[[bytes], object], code: str):
    token = time_authority().stamp(DATA)
    assert code_of(lambda: call(token)) == (code, True)


def test_a_signature_is_no_token():
    signed = cms.sign(hashlib.sha384(DATA).digest(), seal_of())
    assert code_of(lambda: verify_token(signed, DATA, believed(), now=NOW, demo=True)) == ("E_TIMESTAMP", True)


def test_a_token_whose_content_is_no_time_is_refused():
    content = core.ParsableOctetString(b"\x30\x00")
    signed = cms.sign(hashlib.sha384(bytes(content)).digest(), time_authority().key, encapsulated=("tst_info", content))
    assert code_of(lambda: verify_token(signed, DATA, believed(), now=NOW, demo=True)) == ("E_TIMESTAMP", True)


def test_a_token_of_the_year_nought_is_refused():
    info = cms.read(time_authority().stamp(DATA), content_type="tst_info")["encap_content_info"]["content"]
    content = core.ParsableOctetString(bytes(info).replace(b"20260302090000Z", b"00000302090000Z"))
    signed = cms.sign(hashlib.sha384(bytes(content)).digest(), time_authority().key, encapsulated=("tst_info", content))
    assert code_of(lambda: verify_token(signed, DATA, believed(), now=NOW, demo=True)) == ("E_TIMESTAMP", True)


def test_a_certificate_for_something_else_stamps_no_time():
    token = token_by(certified("Server", [ExtendedKeyUsageOID.SERVER_AUTH]))
    assert code_of(lambda: verify_token(token, DATA, [node_keys("xa").ca_certificate], now=NOW))[0] == "E_KEY"
    assert code_of(lambda: verify_token(token_by(seal_of()), DATA, [node_keys("xa").ca_certificate], now=NOW))


def test_a_time_outside_the_life_of_the_certificate_is_refused():
    key = certified("Time Authority", [ExtendedKeyUsageOID.TIME_STAMPING])
    late = NOW + timedelta(days=200)
    token = DemoAuthority(key, lambda: late).stamp(DATA)
    assert code_of(lambda: verify_token(token, DATA, [node_keys("xa").ca_certificate], now=late))[0] == "E_KEY"


def test_the_dates_of_a_pinned_certificate_count_too():
    late = NOW + timedelta(days=5000)
    token = replace(time_authority(), clock=lambda: late).stamp(DATA)
    assert code_of(lambda: verify_token(token, DATA, believed(), now=late, demo=True))[0] == "E_KEY"


@example(59, 1)  # the information itself is gone
@given(st.integers(0, 1000), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing_that_is_read(at: int, bits: int):
    token = bytearray(_TOKEN)
    token[at % len(token)] ^= bits
    try:
        found = verify_token(bytes(token), DATA, believed(), now=NOW, demo=True)
    except SealError as error:
        assert error.code in {"E_TIMESTAMP", "E_KEY"}
    else:
        assert found.time == NOW


_TOKEN = time_authority().stamp(DATA)


def test_demonstration_is_marked_in_name_or_policy():
    assert is_demo(time_authority().key.certificate)
    assert is_demo(certified("demo authority", OTHER).certificate)
    assert is_demo(certified("Time", OTHER, timestamp.DEMO_POLICY).certificate)
    assert not is_demo(certified("Demography Office", OTHER).certificate)
    assert not is_demo(seal_of().certificate)


def test_a_demonstration_authority_is_kept_and_loaded():
    again = DemoAuthority.from_pem(time_authority().to_pem(), clock=lambda: NOW)
    assert again.key.certificate == time_authority().key.certificate
    assert verify_token(again.stamp(DATA), DATA, believed(), now=NOW, demo=True)


def test_what_is_no_demonstration_authority_is_not_loaded():
    seal = seal_of()
    pem = authority.certificate_to_pem(seal.certificate).encode() + authority.key_to_pem(seal.key).encode()
    for raw in (b"", pem, time_authority().certificate_pem):
        assert code_of(lambda raw=raw: DemoAuthority.from_pem(raw))[0] == "E_KEY"  # type: ignore[misc]


def test_openssl_accepts_tokens_and_we_its_requests(tmp_path: Path):
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "ca.pem").write_bytes(time_authority().certificate_pem)
    (tmp_path / "own.tsr").write_bytes(time_authority().answer(query(DATA, 7)))
    at = str(int(NOW.timestamp()))
    openssl("ts", "-query", "-data", "data", "-sha512", "-cert", "-out", "q.tsq", at=tmp_path)
    (tmp_path / "theirs.tsr").write_bytes(time_authority().answer((tmp_path / "q.tsq").read_bytes()))
    common = ("-CAfile", "ca.pem", "-attime", at)
    openssl("ts", "-verify", "-data", "data", "-in", "own.tsr", *common, at=tmp_path)
    openssl("ts", "-verify", "-queryfile", "q.tsq", "-in", "theirs.tsr", *common, at=tmp_path)


def openssl(*arguments: str, at: Path) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=at, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x30\x00", b"noise", query(DATA, 1)[:-3], UNKNOWN_ALGORITHM],
    ids=["empty", "nothing", "noise", "cut", "algorithm"],
)
def test_requests_that_cannot_be_answered_are_rejected(raw: bytes):
    reply = time_authority().answer(raw)
    status = core.Sequence.load(reply)[0]
    assert status[0].native == 2  # "rejection" in RFC 3161
    assert code_of(lambda: token_of(reply, DATA, 1)) == ("E_TIMESTAMP", False)


def test_a_request_without_nonce_is_answered():
    wanted = tsp.TimeStampReq.load(query(DATA, 5))
    plain = tsp.TimeStampReq({"version": 1, "message_imprint": wanted["message_imprint"], "cert_req": True}).dump()
    token = tsp.TimeStampResp.load(time_authority().answer(plain))["time_stamp_token"].dump()
    assert verify_token(token, DATA, believed(), now=NOW, demo=True).time == NOW


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        (lambda: time_authority().answer(query(DATA, 8)), 7),
        (lambda: time_authority().answer(query(b"other", 7)), 7),
        (lambda: b"noise", 7),
        (lambda: b"", 7),
    ],
)
def test_replies_to_something_else_are_refused(reply: Callable[[], bytes], asked: int):
    assert code_of(lambda: token_of(reply(), DATA, asked)) == ("E_TIMESTAMP", False)


# Over HTTP -------------------------------------------------------------------------------------------------


def called(method: str, body: bytes, **environ: str) -> tuple[str, bytes]:
    statuses: list[str] = []
    asked = {
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": timestamp.QUERY_TYPE,
        "CONTENT_LENGTH": str(len(body)),
        **environ,
    }
    parts = wsgi(time_authority())(
        {**asked, "wsgi.input": io.BytesIO(body)},
        lambda status, _headers: statuses.append(status),  # type: ignore[arg-type]
    )
    return statuses[0], b"".join(parts)


def test_the_application_answers_requests_and_nothing_else():
    status, body = called("POST", query(DATA, 3))
    assert status == "200 OK"
    assert token_of(body, DATA, 3)
    assert called("GET", b"")[0].startswith("400")
    assert called("POST", b"", CONTENT_TYPE="text/plain")[0].startswith("400")
    assert called("POST", bytes(5000))[0].startswith("413")
    assert called("POST", b"", CONTENT_LENGTH="-1")[0].startswith("413")
    assert called("POST", b"", CONTENT_LENGTH="")[0].startswith("413")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def served(application: Any) -> tuple[Any, str]:
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture
def pool():
    with urllib3.PoolManager(retries=False) as made:
        yield made


@pytest.mark.enable_socket
def test_a_token_is_fetched_over_http(pool: urllib3.PoolManager):
    server, url = served(wsgi(time_authority()))
    try:
        token = HttpAuthority(url, demo=True, pool=pool).stamp(DATA)
        assert code_of(lambda: HttpAuthority(url, pool=pool).stamp(DATA)) == ("E_TIMESTAMP_DEMO", True)
    finally:
        server.shutdown()
        server.server_close()
    assert verify_token(token, DATA, believed(), now=NOW, demo=True).time == NOW
    assert code_of(lambda: HttpAuthority(url, timeout=1, pool=pool).stamp(DATA)) == ("E_TIMESTAMP", False)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("status", "body"), [("500 Oops", b""), ("302 Found", b""), ("200 OK", b"noise"), ("200 OK", bytes(20_000))]
)
def test_other_answers_over_http_are_no_tokens(status: str, body: bytes, pool: urllib3.PoolManager):
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", "text/plain"), ("Location", "http://127.0.0.1:1/")])
        return [body]

    server, url = served(application)
    try:
        assert code_of(lambda: HttpAuthority(url, pool=pool).stamp(DATA)) == ("E_TIMESTAMP", False)
    finally:
        server.shutdown()
        server.server_close()


def test_the_clock_of_the_authority_is_what_it_says():
    other = replace(time_authority(), clock=lambda: NOW + timedelta(hours=1))
    assert verify_token(other.stamp(DATA), DATA, believed(), now=NOW + timedelta(hours=1), demo=True).time == (
        NOW + timedelta(hours=1)
    )
