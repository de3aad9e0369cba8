"""The promise of docs/cli.md for files: through the real command, as another process."""

import json
import os
import re
import subprocess
import sys

import pytest
from tests.builders.commands import begun
from tests.builders.commands import forked as comity


@pytest.fixture
def identity(tmp_path):
    made = comity("keys", "new", "-o", tmp_path / "id.txt")
    assert made.returncode == 0
    assert made.stdout == b""
    assert (tmp_path / "id.txt").stat().st_mode & 0o077 == 0
    return tmp_path / "id.txt"


def recipient_of(path):
    return comity("keys", "show", path).stdout.decode().strip()


@pytest.mark.parametrize(
    ("options", "public", "secret"),
    [((), "age1pq1", "AGE-SECRET-KEY-PQ-1"), (("--classical",), "age1", "AGE-SECRET-KEY-1")],
)
def test_new_keys_have_the_promised_forms(options, public, secret, tmp_path):
    made = begun("keys", "new", *options)
    assert made.returncode == 0
    assert secret in made.stdout.decode()
    (tmp_path / "id").write_bytes(made.stdout)
    assert recipient_of(tmp_path / "id").startswith(public)


def test_what_is_sealed_is_opened_by_files_and_by_streams(identity, tmp_path):
    plain = os.urandom(200_000)
    (tmp_path / "plain").write_bytes(plain)
    to = recipient_of(identity)
    assert begun("seal", tmp_path / "plain", "--to", to, "-o", tmp_path / "sealed").returncode == 0
    opened = begun("open", tmp_path / "sealed", "--identity", identity)
    assert (opened.returncode, opened.stdout) == (0, plain)
    piped = begun("seal", "-", "--to", to, stdin=plain)
    back = begun("open", "-", "--identity", identity, "-o", tmp_path / "back", stdin=piped.stdout)
    assert back.returncode == 0
    assert (tmp_path / "back").read_bytes() == plain


def test_armor_is_recognised(identity, tmp_path):
    sealed = comity("seal", "-", "--armor", "--to", recipient_of(identity), stdin=b"hello")
    assert sealed.stdout.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    (tmp_path / "text.age").write_bytes(sealed.stdout)
    assert comity("open", tmp_path / "text.age", "--identity", identity).stdout == b"hello"


def test_a_failed_open_leaves_no_file_and_says_why(identity, tmp_path):
    sealed = comity("seal", "-", "--to", recipient_of(identity), stdin=b"x" * 150_000).stdout
    for name, broken in {
        "cut": sealed[:-1],
        "changed": sealed[:-5] + b"00000",
        "empty": b"",
        "noise": b"noise",
    }.items():
        (tmp_path / name).write_bytes(broken)
        failed = comity("open", tmp_path / name, "--identity", identity, "-o", tmp_path / "out")
        assert failed.returncode == 1, name
        assert not (tmp_path / "out").exists()
        assert not [left for left in tmp_path.iterdir() if left.name.endswith(".part")]
        assert re.search(rb"\[E_AGE_[A-Z_]+\]", failed.stderr), failed.stderr


def test_another_identity_does_not_open(identity, tmp_path):
    sealed = comity("seal", "-", "--to", recipient_of(identity), stdin=b"x")
    comity("keys", "new", "-o", tmp_path / "other")
    failed = comity("open", "-", "--identity", tmp_path / "other", stdin=sealed.stdout)
    assert failed.returncode == 1
    assert b"E_AGE_NO_MATCH" in failed.stderr


def test_errors_are_told_in_the_language_of_the_terminal(tmp_path):
    (tmp_path / "noise").write_bytes(b"noise")
    comity("keys", "new", "-o", tmp_path / "id")
    failed = comity("open", tmp_path / "noise", "--identity", tmp_path / "id", LC_ALL="zh_CN.UTF-8")
    assert "加密" in failed.stderr.decode()


def test_keys_are_never_overwritten(identity):
    before = identity.read_bytes()
    again = comity("keys", "new", "-o", identity)
    assert again.returncode == 2
    assert identity.read_bytes() == before


def test_fingerprints_are_digits_in_groups_of_five(identity):
    told = comity("keys", "fingerprint", identity)
    assert told.returncode == 0
    assert re.fullmatch(r"(\d{5} ){7}\d{5}", told.stdout.decode().strip())


def test_wrong_use_is_told_from_refusal(tmp_path):
    assert comity("seal").returncode == 2
    assert begun("nonsense").returncode == 2
    assert comity("open", tmp_path / "absent", "--identity", tmp_path / "absent").returncode == 2
    assert comity("seal", "-", "--to", "age1nonsense", stdin=b"x").returncode == 1


def test_sealing_loads_no_database_layer():
    code = "import sys; from comity.cli.main import build; build(['keys']); print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"False"


def test_version_is_one_json_object():
    assert set(json.loads(begun("--version").stdout)) == {"comity"}
