"""The turns a request takes, told as officers live them in two real browsers: conditions that bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from comity.cli.demo import desk as acts
from comity.cli.demo import turn_stories as said
from comity.cli.demo import turning
from comity.cli.demo.desk import case_path
from comity.cli.demo.stories import story

if TYPE_CHECKING:
    from comity.cli.demo.desk import Desk
    from tests.e2e.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.xdist_group("stage")]

NARROW = 320


def sent(desks: dict[str, Desk], *modules: str) -> str:
    """Return a request that XA signed and sent to XB."""
    ours = desks["xa"]
    case_id = acts.begin(ours, story("XA", "XB", "en", *modules), counterpart="xb")
    acts.ask_review(ours, case_id)
    acts.approve(ours, case_id)
    acts.sign_and_send(ours, case_id)
    return case_id


def test_conditions_go_through_the_head_and_bind(desks: dict[str, Desk], window: Windows) -> None:
    case_id = sent(desks, "statement", "bank_records")
    acts.register(desks["xb"], case_id)
    acts.examine(desks["xb"], case_id)
    path = case_path(case_id)
    turning.take(desks["xb"], case_id, "conditions.offer", dict(said.offer("en")), measures=[0])
    head = window("xb", "head").open(path).follow("Read the proposal")
    assert head.find("#id_conditions").input_value().startswith("The statement is not used in tax")
    head.open(f"{path}turns/").fill("Reason", "Name the court as well.").press("Return it to the case officer")
    officer = window("xb", "case_officer").open(f"{path}turns/").says("Name the court as well.").follow("Revise it")
    officer.press("Put it to the head").says("It waits for the head.")
    head.open(path).follow("Read the proposal").press("Offer these conditions to XA")
    ours = window("xa", "head", width=NARROW).wait_for(path, "Read the conditions").follow("Read the conditions")
    ours.says("The name of the witness is not made public.")
    assert not ours.overflows()
    ours.find('input[name="accepted"][value="yes"]').check()
    ours.press("Send the answer to XB").says("Conditions that bind us")
    officer.wait_for(path, "Conditions that bind XA").says("XA accepted our conditions: they bind")
    officer.open(f"{path}turns/").says("accepted: the conditions bind")
