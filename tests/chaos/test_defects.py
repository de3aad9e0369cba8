"""Row 6: each defect that is put into the exchange on purpose is found; without one, the same faults leave no trace."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from comity.exchange.crash import STATUS, VARIABLE
from comity.kernel.ids import new_id
from tests.chaos import ground, history
from tests.chaos.defects import DEFECTS
from tests.chaos.proxy import FAIR, Weather

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chaos.ground import Running, Template
    from tests.chaos.history import Found

LONG = bool(os.environ.get("COMITY_LONG"))
MESSAGES, CASES = 8, 2
LOSING = Weather({"drop_request": 0.15, "drop_reply": 0.25})

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Trial:
    """A defect at one side, the fault that brings it out, and what the checker must complain about."""

    side: str
    complaint: str
    crash: str = ""
    weather: Weather = FAIR


TRIALS = {
    "effect_committed_before_the_handover": Trial("xb", "doubled", "opening.before_commit"),
    "effect_committed_after_the_handover": Trial("xb", "lost", "opening.committed"),
    "what_was_opened_is_forgotten": Trial("xb", "doubled", "opening.committed"),
    "a_second_attempt_has_another_id": Trial("xa", "doubled", weather=LOSING),
    "numbers_of_the_chain_are_lost": Trial("xa", "chain"),
    "messages_act_as_they_come": Trial("xb", "lost", weather=LOSING),
    "receipts_count_as_taken_before_they_are": Trial("xb", "receipt", "receipts.before_post", weather=LOSING),
    "each_attempt_signs_anew": Trial("xa", "heads", weather=LOSING),
    "receipts_name_other_bytes": Trial("xb", "receipt"),
    "receipts_are_badly_signed": Trial("xb", "chain"),
}
IN_EVERY_RUN = ("effect_committed_before_the_handover",)


def _suffer(made: Template, folder: Path, trial: Trial, defect: str) -> Found:
    """Send a few messages from XA to XB under the trial's fault, and check what came of it."""
    cases = [str(new_id()) for _ in range(CASES)]
    plan = ground.plan(folder, "xa", cases=cases, messages=MESSAGES)
    acks = folder / "xa.acks"
    with ground.Pair(made, folder / "pair", seed=1, weather=trial.weather, defects={trial.side: defect}) as pair:
        for node in pair.nodes:
            node.work(env={VARIABLE: trial.crash} if node.name == trial.side else {})
        pair["xa"].run("put", plan=str(plan), acks=str(acks), first=0)
        if trial.crash:
            _wait_for_crash(pair[trial.side])
            pair[trial.side].work()
        time.sleep(3 if trial.weather.shares else 0)
        try:
            pair.settle(60 if not defect else 25, every=3)
        except AssertionError:
            assert defect, pair.under_way()  # what a defect leaves behind may never end
    return history.check(folder / "pair", {"xa": [acks], "xb": []})


def _wait_for_crash(node: Running) -> None:
    end = time.monotonic() + 60
    while (status := node.poll(node.worker)) is None:
        assert time.monotonic() < end, "the process never came to its crash point"
        time.sleep(0.05)
    assert status == STATUS


def test_every_defect_has_its_trial():
    assert TRIALS.keys() == DEFECTS.keys()
    assert len(DEFECTS) == 10


@pytest.mark.parametrize("name", [one for one in TRIALS if LONG or one in IN_EVERY_RUN])
def test_a_defect_is_found(made: Template, tmp_path: Path, name: str):
    found = _suffer(made, tmp_path, TRIALS[name], name)
    assert TRIALS[name].complaint in found.codes, found.complaints


FAULTS = {(trial.side, trial.crash, bool(trial.weather.shares)): trial for trial in TRIALS.values()}


@pytest.mark.parametrize("key", [key for key in FAULTS if LONG or key[1] == "receipts.before_post"], ids=str)
def test_the_same_faults_leave_no_trace_without_a_defect(made: Template, tmp_path: Path, key: tuple[str, str, bool]):
    found = _suffer(made, tmp_path, FAULTS[key], "")
    assert not found.complaints
    assert found.counted["acknowledged"] == found.counted["effects"] == MESSAGES
