"""Against npm's age-encryption, an implementation nobody here wrote, in both directions; and its vectors."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest

from comity.seal.age import (
    HybridIdentity,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    open_bytes,
    parse_identity,
    parse_recipient,
    seal_bytes,
)
from comity.seal.errors import SealError
from tests.interop.npm import modules, program
from tests.seal.age.public_vectors import check, parse

SCRIPT = Path(__file__).with_name("age.mjs")
SIZES = [0, 1, 65_535, 65_536, 65_537, 3 * 65_536, 300_001]
KINDS = [HybridIdentity, X25519Identity]
Kind = type[HybridIdentity] | type[X25519Identity]


@pytest.fixture(scope="module")
def parts() -> Path:
    return modules()


def node(parts: Path, data: bytes, **order: object) -> bytes:
    """Have the other implementation carry out one order."""
    command = [program("node", "nodejs"), str(SCRIPT), str(parts), json.dumps(order)]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return done.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_ours_and_we_open_its(parts: Path, kind: Kind, size: int) -> None:
    data, identity = os.urandom(size), kind.generate()
    ours = seal_bytes(data, [kind.generate().recipient(), identity.recipient()])
    assert node(parts, ours, action="open", identities=[str(identity)]) == data
    its = node(parts, data, action="seal", recipients=[str(identity.recipient())])
    assert open_bytes(its, [kind.generate(), identity]) == data


@pytest.mark.parametrize("hybrid", [True, False])
def test_its_keys_are_ours(parts: Path, hybrid: bool) -> None:
    secret, public = json.loads(node(parts, b"", action="generate", hybrid=hybrid))
    identity = parse_identity(secret)
    assert str(identity) == secret
    assert str(identity.recipient()) == public
    assert parse_recipient(public) == identity.recipient()


@pytest.mark.parametrize("kind", KINDS)
def test_text_form_both_ways(parts: Path, kind: Kind) -> None:
    data, identity = os.urandom(70_000), kind.generate()
    ours = seal_bytes(data, [identity.recipient()], armored=True)
    assert node(parts, ours, action="open", identities=[str(identity)], armored=True) == data
    its = node(parts, data, action="seal", recipients=[str(identity.recipient())], armored=True)
    assert open_bytes(its, [identity], armored=True) == data


def test_passphrase_both_ways(parts: Path) -> None:
    data, phrase = os.urandom(1000), "correct 口令 horse"
    ours = seal_bytes(data, [ScryptRecipient(phrase, 10)])
    assert node(parts, ours, action="open", passphrase=phrase) == data
    its = node(parts, data, action="seal", passphrase=phrase, workFactor=10)
    assert open_bytes(its, [ScryptIdentity(phrase)]) == data


@pytest.mark.parametrize("kind", KINDS)
def test_both_refuse_what_is_damaged_or_for_others(parts: Path, kind: Kind) -> None:
    data, identity = os.urandom(100_000), kind.generate()
    its = node(parts, data, action="seal", recipients=[str(identity.recipient())])
    ours = seal_bytes(data, [identity.recipient()])
    for file in (its[:-1], its[:-1] + bytes([its[-1] ^ 1])):
        with pytest.raises(SealError, match="E_AGE_PAYLOAD"):
            open_bytes(file, [identity])
    with pytest.raises(SealError, match="E_AGE_NO_MATCH"):
        open_bytes(its, [kind.generate()])
    for file, key in ((ours[:-1], identity), (ours[:-1] + bytes([ours[-1] ^ 1]), identity), (ours, kind.generate())):
        with pytest.raises(RuntimeError):
            node(parts, file, action="open", identities=[str(key)])


def test_every_vector_of_its_authors(parts: Path) -> None:
    vectors = json.loads(node(parts, b"", action="vectors"))
    assert len(vectors) >= 143
    wrong = []
    for name, raw in vectors.items():
        try:
            check(parse(base64.b64decode(raw)))
        except AssertionError as error:
            wrong.append((name, error))
    assert not wrong
