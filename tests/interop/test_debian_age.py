"""Against the `age` program that Debian ships (classical keys, passphrases, text form), in both directions."""

from __future__ import annotations

import os
import pty
import select
import subprocess
from typing import TYPE_CHECKING

import pytest

from comity.seal.age import (
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    is_armored,
    open_bytes,
    parse_identity_file,
    parse_recipient,
    seal_bytes,
)
from tests.interop.npm import program

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60
SIZES = [0, 1, 65_536, 65_537, 300_001]


def age(data: bytes, *arguments: str | Path) -> bytes:
    """Run `age` over `data`."""
    command = [program("age", "age"), *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=60).stdout


def age_with_passphrase(phrase: str, times: int, *arguments: str | Path) -> None:
    """Run `age`, which asks a terminal for the passphrase, and answer it `times` times."""
    command = [program("age", "age"), *map(str, arguments)]
    process, terminal = pty.fork()
    if process == 0:
        os.execv(command[0], command)  # noqa: S606  the child of the terminal, with no shell between
    heard = b""
    for asked in range(1, times + 1):
        while heard.count(b"passphrase") < asked:
            assert select.select([terminal], [], [], PATIENCE)[0], "age asked nothing"
            heard += os.read(terminal, 1024)
        os.write(terminal, phrase.encode() + b"\n")
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("armored", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_ours_and_we_open_its(tmp_path: Path, size: int, armored: bool) -> None:
    data = os.urandom(size)
    key = tmp_path / "key"
    subprocess.run([program("age-keygen", "age"), "-o", key], check=True, capture_output=True)
    (identity,) = parse_identity_file(key.read_bytes())
    public = subprocess.run([program("age-keygen", "age"), "-y", key], check=True, capture_output=True, text=True)
    assert parse_recipient(public.stdout.strip()) == identity.recipient()

    ours = seal_bytes(data, [X25519Identity.generate().recipient(), identity.recipient()], armored=armored)
    assert age(ours, "-d", "-i", key) == data
    its = age(data, "-r", str(identity.recipient()), *(["-a"] if armored else []))
    assert is_armored(its) == armored
    assert open_bytes(its, [identity], armored=armored) == data


def test_it_refuses_ours_when_cut(tmp_path: Path) -> None:
    identity = X25519Identity.generate()
    key = tmp_path / "key"
    key.write_text(str(identity))
    sealed = seal_bytes(os.urandom(65_536), [identity.recipient()])
    with pytest.raises(subprocess.CalledProcessError):
        age(sealed[:-1], "-d", "-i", key)


def test_passphrase_both_ways(tmp_path: Path) -> None:
    data, phrase = os.urandom(5000), "nine invented words"
    plain, its, ours, opened = (tmp_path / name for name in ("plain", "its", "ours", "opened"))
    plain.write_bytes(data)
    age_with_passphrase(phrase, 2, "-p", "-o", its, plain)
    assert open_bytes(its.read_bytes(), [ScryptIdentity(phrase)]) == data
    ours.write_bytes(seal_bytes(data, [ScryptRecipient(phrase, 10)]))
    age_with_passphrase(phrase, 1, "-d", "-o", opened, ours)
    assert opened.read_bytes() == data
