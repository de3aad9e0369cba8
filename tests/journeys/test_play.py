"""`comity demo --play` as anybody runs it: another process, checked by its files alone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.seal.keyfile import parse_peer_file
from comity.seal.verify import verify_file

pytestmark = pytest.mark.processes
KINDS_OF_STEP = {
    "sign and send",
    "receive, register and acknowledge",
    "ask for a missing item",
    "answer",
    "consult; accept one, refuse one",
    "offer the conditions",
    "accept them: they bind",
    "ask about costs",
    "agree on the costs",
    "postpone until a day of review",
    "take up what was postponed",
    "ask for consent to another use",
    "consent, under conditions",
    "ask for more: the case is open again",
    "accept what more is asked",
    "ask where the request stands",
    "report the status",
    "deliver",
    "compare digests, confirm receipt",
    "withdraw a measure",
    "close, with feedback",
}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    evidence = out / "records.bin"
    evidence.write_bytes(os.urandom(1 << 20) * 9)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "comity.cli",
            "demo",
            "--play",
            "--json",
            "--evidence",
            str(evidence),
            "--out",
            str(out),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout), evidence


def test_the_answer_has_the_promised_shape(played):
    answer, _evidence = played
    assert answer["ok"] is True
    assert set(answer) == {"ok", "seconds", "request", "steps", "evidence", "documents", "peers"}
    assert set(answer["request"]) == {"id", "ref_from", "ref_to"}
    assert answer["request"]["ref_from"].startswith("XA/")
    assert answer["request"]["ref_to"].startswith("XB/")
    assert set(answer["peers"]) == {"xa", "xb"}


def test_every_message_has_a_receipt_of_its_handover(played):
    answer, _evidence = played
    sent = [step for step in answer["steps"] if step["message_id"]]
    assert {step["name"] for step in sent} == KINDS_OF_STEP
    assert {step["receipt"]["event"] for step in sent} == {"ContentHandover"}
    assert len({step["message_id"] for step in sent}) == len(sent)


def test_every_file_named_exists_and_verifies_off_line(played):
    answer, _evidence = played
    peers = [parse_peer_file(Path(path).read_bytes()) for path in answer["peers"].values()]
    assert len(answer["documents"]) > 30
    for document in answer["documents"]:
        raw = Path(document["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == document["sha256"]
        for demo in (False, True):
            verdict = verify_file(raw, peers, demo=demo)
            assert verdict.valid is True, (document, verdict.to_json())


def test_the_evidence_arrived_as_it_was_sent(played):
    answer, evidence = played
    digest = hashlib.sha256(evidence.read_bytes()).hexdigest()
    assert [(one["sha256_sent"], one["sha256_received"], one["bytes"]) for one in answer["evidence"]] == [
        (digest, digest, evidence.stat().st_size)
    ]


def test_nothing_is_left_running(played):
    running = subprocess.run(["pgrep", "-fa", "comity-play-"], capture_output=True, text=True, check=False).stdout
    assert [line for line in running.splitlines() if "pgrep" not in line] == []
    assert played
