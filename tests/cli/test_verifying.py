"""`comity verify` as another process: three answers, three exit codes, one JSON object."""

import json
import os
from functools import partial

import pytest
from tests.builders.commands import begun, forked
from tests.builders.keys import NOW, an_envelope, node_keys
from tests.builders.packages import stamped_peer, time_authority
from tests.builders.receipts import a_signed_receipt

from comity.seal.envelope import sign_envelope
from comity.seal.receipt import add_time_stamps, time_stamp_input

verify = partial(forked, "verify")


@pytest.fixture
def files(tmp_path):
    (tmp_path / "xa.json").write_bytes(node_keys("xa").peer_file(NOW))
    (tmp_path / "xb.json").write_bytes(node_keys("xb").peer_file(NOW))
    raw = sign_envelope(an_envelope(), node_keys("xa").signing_pair(NOW))
    (tmp_path / "good.dsse.json").write_bytes(raw)
    (tmp_path / "bad.dsse.json").write_bytes(raw.replace(b'"signatures":[{', b'"signatures":[{"x":1,', 1))
    (tmp_path / "noise").write_bytes(os.urandom(100))
    return tmp_path


def test_a_good_envelope_is_valid(files):
    peers = ("--peer", files / "xa.json", "--peer", files / "xb.json")
    done = begun("verify", files / "good.dsse.json", *peers, "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert answer["valid"] is True
    assert answer["kind"] == "envelope"
    assert {check["result"] for check in answer["checks"]} <= {"passed", "not made"}
    assert set(answer["signers"][0]) == {"name", "key", "time", "time_source"}


@pytest.mark.parametrize(
    ("told", "result"), [((), "not made"), (("--production",), "not made"), (("--demo",), "passed")]
)
def test_a_demonstrations_time_stamp_proves_nothing_unless_asked(tmp_path, told, result):
    raw = a_signed_receipt()
    (tmp_path / "xa.json").write_bytes(stamped_peer("xa").raw)
    (tmp_path / "xb.json").write_bytes(stamped_peer("xb").raw)
    (tmp_path / "r.json").write_bytes(add_time_stamps(raw, [time_authority().stamp(time_stamp_input(raw))]))
    peers = ("--peer", tmp_path / "xa.json", "--peer", tmp_path / "xb.json")
    done = verify(tmp_path / "r.json", *peers, "--json", *told)
    answer = json.loads(done.stdout)
    stamps = [check for check in answer["checks"] if check["name"] == "receipt.time_stamp"]
    assert (done.returncode, answer["valid"], [check["result"] for check in stamps]) == (0, True, [result])
    stamped = [one for one in answer["signers"] if one["time_source"].startswith("time stamp")]
    assert bool(stamped) is (result == "passed")


def test_a_changed_envelope_is_not_valid(files):
    done = begun("verify", files / "bad.dsse.json", "--peer", files / "xa.json", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["valid"] is False


def test_without_the_senders_key_file_it_cannot_be_told(files):
    done = verify(files / "good.dsse.json", "--peer", files / "xb.json", "--json")
    assert done.returncode == 4
    assert json.loads(done.stdout)["valid"] is None


def test_an_unknown_kind_of_file_is_never_valid(files):
    done = verify(files / "noise", "--peer", files / "xa.json", "--json")
    assert done.returncode in {1, 4}
    assert json.loads(done.stdout)["valid"] is not True


def test_wrong_use_and_a_damaged_key_file(files):
    assert verify(files / "absent").returncode == 2
    assert verify(files / "good.dsse.json", "--peer", files / "bad.dsse.json").returncode == 1


def test_the_answer_for_people_comes_in_their_language(files):
    told = verify(files / "good.dsse.json", "--peer", files / "xa.json", LC_ALL="zh_CN.UTF-8").stdout.decode()
    assert told.startswith("有效")
