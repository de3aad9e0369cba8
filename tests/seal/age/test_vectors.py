"""The age format's public test vectors, every one of them: nothing is left out.

Vectors marked `compressed: zlib` are compressed only as stored; they are inflated before use.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.seal.age import ArmorReader, Identity, OpenReader, ScryptIdentity, parse_identity
from comity.seal.age.sealing import CHUNK
from comity.seal.errors import SealError

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "age"
CODES = {
    "no match": {"E_AGE_NO_MATCH", "E_PASSPHRASE"},
    "HMAC failure": {"E_AGE_MAC"},
    "header failure": {"E_AGE_HEADER"},
    "armor failure": {"E_AGE_ARMOR"},
    "payload failure": {"E_AGE_PAYLOAD"},
}
NAMES = sorted(path.name for path in FOLDER.iterdir()) if FOLDER.is_dir() else ["absent"]


@dataclass
class Vector:
    expect: str
    payload: str
    identities: list[Identity]
    armored: bool
    file: bytes


def read(name: str) -> Vector:
    head, _, file = (FOLDER / name).read_bytes().partition(b"\n\n")
    fields = [tuple(line.split(": ", 1)) for line in head.decode().splitlines()]
    known = dict(fields)
    assert set(known) <= {
        "expect", "payload", "file key", "identity", "passphrase", "armored", "compressed", "comment",
    }  # fmt: skip
    identities: list[Identity] = [parse_identity(value) for key, value in fields if key == "identity"]
    identities += [ScryptIdentity(value) for key, value in fields if key == "passphrase"]
    if known.get("compressed") == "zlib":
        file = zlib.decompress(file)
    return Vector(known["expect"], known.get("payload", ""), identities, known.get("armored") == "yes", file)


@pytest.mark.shared
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference folder is not beside this clone")
@pytest.mark.parametrize("name", NAMES)
def test_public_vector(name: str) -> None:
    vector = read(name)
    source = io.BytesIO(vector.file)
    plain, outcome = b"", "success"
    try:
        reader = OpenReader(ArmorReader(source) if vector.armored else source, vector.identities)
        while part := reader.read(CHUNK):
            plain += part
    except SealError as error:
        outcome = next(expect for expect, codes in CODES.items() if error.code in codes)
    assert outcome == vector.expect
    if vector.payload:  # also of a damaged file: what was authentic before the damage, and no more
        assert hashlib.sha256(plain).hexdigest() == vector.payload
