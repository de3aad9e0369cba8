"""Public test vectors of the age format: reading one, and holding our reader to it."""

from __future__ import annotations

import hashlib
import io
import zlib
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.seal.age import ArmorReader, Identity, OpenReader, ScryptIdentity, parse_identity
from comity.seal.age.header import derive, read_header
from comity.seal.age.sealing import CHUNK, NONCE_SIZE, SEALED_CHUNK, chunk_nonce
from comity.seal.errors import SealError

CODES = {
    "no match": {"E_AGE_NO_MATCH", "E_PASSPHRASE"},
    "HMAC failure": {"E_AGE_MAC"},
    "header failure": {"E_AGE_HEADER"},
    "armor failure": {"E_AGE_ARMOR"},
    "payload failure": {"E_AGE_PAYLOAD"},
}


@dataclass
class Vector:
    expect: str
    payload: str
    identities: list[Identity]
    armored: bool
    file: bytes
    file_key: bytes


def parse(raw: bytes) -> Vector:
    """Read a vector; one marked `compressed: zlib` is compressed only as stored."""
    head, _, file = raw.partition(b"\n\n")
    fields = [(key, value) for key, _, value in (line.partition(": ") for line in head.decode().splitlines())]
    known = dict(fields)
    assert set(known) <= {
        "expect", "payload", "file key", "identity", "passphrase", "armored", "compressed", "comment",
    }  # fmt: skip
    identities: list[Identity] = [parse_identity(value) for key, value in fields if key == "identity"]
    identities += [ScryptIdentity(value) for key, value in fields if key == "passphrase"]
    if known.get("compressed") == "zlib":
        file = zlib.decompress(file)
    return Vector(
        known["expect"],
        known.get("payload", ""),
        identities,
        known.get("armored") == "yes",
        file,
        bytes.fromhex(known["file key"]),
    )


def released_by_a_reader_of_single_chunks(vector: Vector) -> bytes:
    """Return what a reader without look-ahead lets out: it trusts a chunk's own word for being the last.

    Ours knows from the file's length which chunk must be the last one, so of some damaged files it lets
    out less: never anything else.
    """
    file = io.BytesIO(vector.file)
    _, rest = read_header(file)
    payload = rest + file.read()
    cipher = ChaCha20Poly1305(derive(vector.file_key, payload[:NONCE_SIZE], b"payload"))
    plain = b""
    for counter, at in enumerate(range(NONCE_SIZE, len(payload), SEALED_CHUNK)):
        chunk = payload[at : at + SEALED_CHUNK]
        for last in (False, True) if len(chunk) == SEALED_CHUNK else (True,):
            with suppress(InvalidTag):
                plain += cipher.decrypt(chunk_nonce(counter, last=last), chunk, None)
                break
        else:
            break
        if last:
            break
    return plain


def check(vector: Vector) -> None:
    """Open the vector and demand the outcome it states, and of damaged ones no byte too many."""
    source = io.BytesIO(vector.file)
    plain, outcome = b"", "success"
    try:
        reader = OpenReader(ArmorReader(source) if vector.armored else source, vector.identities)
        while part := reader.read(CHUNK):
            plain += part
    except SealError as error:
        outcome = next(expect for expect, codes in CODES.items() if error.code in codes)
    assert outcome == vector.expect
    if outcome == "success":
        assert hashlib.sha256(plain).hexdigest() == vector.payload
    elif vector.payload and not vector.armored:
        allowed = released_by_a_reader_of_single_chunks(vector)
        assert hashlib.sha256(allowed).hexdigest() == vector.payload
        assert allowed.startswith(plain)
