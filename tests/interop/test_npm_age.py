"""Against npm's age-encryption, an implementation nobody here wrote, in both directions; and its vectors."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).with_name("age.mjs")
SIZES = [0, 1, 65_535, 65_536, 65_537, 3 * 65_536, 300_001]
KINDS = [HybridIdentity, X25519Identity]
Kind = type[HybridIdentity] | type[X25519Identity]


class OtherAge:
    """The other implementation, in a process that carries out one order after the other."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def __call__(self, data: bytes, **order: object) -> bytes:
        """Carry out one order; RuntimeError where it is refused."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({**order, "data": base64.b64encode(data).decode()}).encode() + b"\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return base64.b64decode(answer["data"])


@pytest.fixture(scope="module")
def other() -> Iterator[OtherAge]:
    command = [program("node", "nodejs"), str(SCRIPT), str(modules())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield OtherAge(process)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_ours_and_we_open_its(other: OtherAge, kind: Kind, size: int) -> None:
    data, identity = os.urandom(size), kind.generate()
    ours = seal_bytes(data, [kind.generate().recipient(), identity.recipient()])
    assert other(ours, action="open", identities=[str(identity)]) == data
    its = other(data, action="seal", recipients=[str(identity.recipient())])
    assert open_bytes(its, [kind.generate(), identity]) == data


@pytest.mark.parametrize("hybrid", [True, False])
def test_its_keys_are_ours(other: OtherAge, hybrid: bool) -> None:
    secret, public = json.loads(other(b"", action="generate", hybrid=hybrid))
    identity = parse_identity(secret)
    assert str(identity) == secret
    assert str(identity.recipient()) == public
    assert parse_recipient(public) == identity.recipient()


@pytest.mark.parametrize("kind", KINDS)
def test_text_form_both_ways(other: OtherAge, kind: Kind) -> None:
    data, identity = os.urandom(70_000), kind.generate()
    ours = seal_bytes(data, [identity.recipient()], armored=True)
    assert other(ours, action="open", identities=[str(identity)], armored=True) == data
    its = other(data, action="seal", recipients=[str(identity.recipient())], armored=True)
    assert open_bytes(its, [identity], armored=True) == data


def test_passphrase_both_ways(other: OtherAge) -> None:
    data, phrase = os.urandom(1000), "correct 口令 horse"
    ours = seal_bytes(data, [ScryptRecipient(phrase, 10)])
    assert other(ours, action="open", passphrase=phrase) == data
    its = other(data, action="seal", passphrase=phrase, workFactor=10)
    assert open_bytes(its, [ScryptIdentity(phrase)]) == data


@pytest.mark.parametrize("kind", KINDS)
def test_both_refuse_what_is_damaged_or_for_others(other: OtherAge, kind: Kind) -> None:
    data, identity = os.urandom(100_000), kind.generate()
    its = other(data, action="seal", recipients=[str(identity.recipient())])
    ours = seal_bytes(data, [identity.recipient()])
    for file in (its[:-1], its[:-1] + bytes([its[-1] ^ 1])):
        with pytest.raises(SealError, match="E_AGE_PAYLOAD"):
            open_bytes(file, [identity])
    with pytest.raises(SealError, match="E_AGE_NO_MATCH"):
        open_bytes(its, [kind.generate()])
    for file, key in ((ours[:-1], identity), (ours[:-1] + bytes([ours[-1] ^ 1]), identity), (ours, kind.generate())):
        with pytest.raises(RuntimeError):
            other(file, action="open", identities=[str(key)])


def test_every_vector_of_its_authors(other: OtherAge) -> None:
    vectors = json.loads(other(b"", action="vectors"))
    assert len(vectors) >= 143
    wrong = []
    for name, raw in vectors.items():
        try:
            check(parse(base64.b64decode(raw)))
        except AssertionError as error:
            wrong.append((name, error))
    assert not wrong
