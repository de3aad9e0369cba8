"""What goes and comes by letter, told as officers live it: the demo's two cases, and how they go on from there.

The demo's own steps bring both cases to where it shows them, so that they are proved as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from comity.cli.demo import posted, turning
from comity.cli.demo import posted_stories as said
from comity.cli.demo.desk import case_path

if TYPE_CHECKING:
    from comity.cli.demo.desk import Desk
    from tests.e2e.browsing import Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NARROW = 320
OURS_ALONE = "recorded by us, not signed by them"


def brought(desks: dict[str, Desk], story: posted.OurRequest | posted.TheirRequest) -> str:
    """Take every step of one of the demo's cases; return the address of the case."""
    for node, act in story.steps():
        act(desks[node])
    return case_path(story.case)


def travelled(window: Window, button: str) -> Window:
    """Say how the letter of the page travelled, and press the button."""
    window.find("#id_channel").select_option("diplomatic")
    window.find("#id_on").fill(turning.in_days(0))
    return window.fill("Tracking number", "EX 0000 0002").press(button).says("Recorded, with a receipt.")


def record(window: Window, path: str, title: str) -> Window:
    """Open the page on which a letter of theirs is written down, as the list of kinds leads there."""
    return window.open(f"{path}record/").follow(title)


def choose_scan(window: Window, language: str, kind: str) -> None:
    """Choose the scan of their letter."""
    name, content, media = posted.scan(language, kind)
    window.find("#id_scan").set_input_files({"name": name, "buffer": content, "mimeType": media})


def test_our_request_is_answered_decided_and_refused_by_letter(desks: dict[str, Desk], window: Windows) -> None:
    path = brought(desks, posted.OurRequest("xa", "en"))
    drafter = window("xa", "drafter", width=NARROW).open(path).says("Answer the questions").says(said.THEIRS)
    assert not drafter.overflows()
    drafter.open(f"{path}messages/").open(drafter.links(r"/messages/[0-9a-f-]{36}/$")[-1]).says(OURS_ALONE)
    drafter.open(f"{path}answer/").fill(said.ASKED["en"]["questions"], "Branch One.").press("Send the answers to XC")
    drafter.open("/requests/to-post/").open(drafter.links(rf"{path}letters/[0-9a-f-]{{36}}/$")[0])
    travelled(drafter.says(said.NAME["en"]), "Record that it left")
    record(drafter, path, "Decision").find("#id_decision-0").select_option("refused")
    drafter.press_and_read("Record").says("Reasons must be given for every refusal.")
    drafter.find("#id_ground-0").select_option("ESSENTIAL_INTERESTS")
    drafter.find("#id_reasons-0").fill("It would disclose an operation.")
    choose_scan(drafter, "en", "ack")
    travelled(drafter, "Record").open(f"{path}turns/")
    drafter.open(f"{path}law/").says("It would disclose an operation.")
    assert not drafter.overflows()


def test_their_letter_is_entered_from_its_scan_and_taken_through(desks: dict[str, Desk], window: Windows) -> None:
    path = brought(desks, posted.TheirRequest("xb", "zh-hans"))
    officer = window("xb", "case_officer", width=NARROW).open(path).says(said.REQUEST["zh-hans"]["title"])
    officer.open("/requests/to-post/").open(officer.links(rf"{path}letters/[0-9a-f-]{{36}}/$")[0])
    assert not officer.overflows()
    travelled(officer, "Record that it left").open(f"{path}messages/").says(OURS_ALONE)
    officer.open(f"{path}examine/").press("Begin the legal review").open(f"{path}ask/")
    officer.fill("Another question", "Since when?").press("Send the questions to XC")
    record(officer, path, "Additional information").fill("Since when?", "Since 2021.")
    travelled(officer, "Record").open(f"{path}law/").says("Since 2021.")


def test_a_wrong_scan_is_refused_and_nothing_typed_is_lost(desks: dict[str, Desk], window: Windows) -> None:
    posted.TheirRequest("xb", "en").know(desks["xb"])
    registry = window("xb", "registry").open("/requests/arrived/").follow("A request came by letter")
    wanted = said.REQUEST["en"]
    registry.find("#id_peer").select_option(index=0)
    for name in ("reference", "title", "facts", "persons", "asked-0"):
        registry.find(f"#id_{name}").fill(wanted[name])
    registry.find("#id_module-0").select_option(wanted["module-0"])
    registry.find("#id_channel").select_option("interpol")
    registry.find("#id_on").fill(turning.in_days(0))
    wrong = {"name": "letter.pdf", "buffer": b"no letter at all", "mimeType": "application/pdf"}
    registry.find("#id_scan").set_input_files(wrong)
    registry.press_and_read("Write it down").says("PDF")
    assert registry.find("#id_facts").input_value() == wanted["facts"]
    choose_scan(registry, "en", "request.submit")
    registry.press("Write it down").says("Written down. Register it now.").says(OURS_ALONE)
    assert re.search(r"/requests/[0-9a-f-]{36}/register/", registry.page.url)
