"""What is done in the house, told as officers live it: a draft translated, an office told by e-mail, material returned.

What is not the subject of a story goes through the desk's acts.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from comity.cli.demo import desk as acts
from comity.cli.demo import turning
from comity.cli.demo.desk import case_path
from comity.cli.demo.stories import story
from tests.e2e.browsing import PATIENCE
from tests.e2e.test_turns import accepted

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from comity.cli.demo.desk import Desk
    from tests.builders.mail_server import Postbox
    from tests.e2e.browsing import Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NARROW = 320
BANK = "desk@harbour-bank.example"


def translate_all(translator: Window) -> int:
    """Write a translation of every paragraph, part by part, as far as the pages lead; return how many there were."""
    written = 0
    while (segments := translator.find(".segment")).count():
        for segment in segments.all():
            source = segment.locator(".side > p").first.inner_text()
            segment.locator("textarea").first.fill(f"译文：{source}")
            written += 1
        translator.press("Save and go on")
    return written


def test_a_draft_is_translated_and_checked_by_a_second_person(desks: dict[str, Desk], window: Windows) -> None:
    case_id = acts.begin(desks["xa"], story("XA", "XB", "en", "bank_records"), counterpart="xb")
    path = f"{case_path(case_id)}translations/"
    drafter = window("xa", "drafter").open(path)
    drafter.choose("Translator").choose("Who checks it").fill("Note to the translator", "Names stay as they are.")
    drafter.press("Have it translated")
    translator = window("xa", "translator", width=NARROW).open(f"{path}zh-hans/").says("Names stay as they are.")
    assert not translator.overflows()
    translator.open(translator.links("/parts/")[0])
    assert translate_all(translator) > 5
    translator.open(f"{path}zh-hans/").press("Hand the translation in to be checked")
    translator.says("Who wrote a paragraph of the translation cannot approve it")
    assert not translator.find('button[value="approve"]').count(), "nobody approves his own translation"
    checking = window("xa", "reviewer").open(f"{path}zh-hans/")
    checking.fill("What is to be changed", "Say it shorter.").press("Return it to the translator")
    translator.open(f"{path}zh-hans/").says("Say it shorter.").press("Hand the translation in to be checked")
    checking.open(f"{path}zh-hans/").press("Approve the translation")
    drafter.open(f"{path}zh-hans/").says("Approved")
    acts.ask_review(desks["xa"], case_id)
    acts.approve(desks["xa"], case_id)
    acts.sign_and_send(desks["xa"], case_id)
    window("xb", "registry").wait_for_link("/requests/arrived/", f"{case_id}/register/")


def arrived_at(postbox: Postbox, address: str) -> EmailMessage:
    """Wait for a message to an address."""
    end = time.monotonic() + PATIENCE
    while not (found := [one for one in postbox.messages if one["To"] == address]):
        assert time.monotonic() < end, "no message came"
        time.sleep(0.3)
    return found[0]


def test_an_office_is_told_by_e_mail_that_its_sheet_is_on_its_way(
    desks: dict[str, Desk], window: Windows, postbox: Postbox
) -> None:
    case_id = accepted(desks, "business_records")
    [measure] = acts.measures_of(desks["xb"], "case_officer", case_id)
    officer = window("xb", "case_officer").open(f"{case_path(case_id)}measures/{measure}/office/")
    officer.fill("Office", "Harbour Bank").fill("E-mail of the office", BANK)
    officer.fill("Instructions", "The file of account 77.").press("Ask this office")
    page = officer.page.url
    assert not officer.find("text=Tell the office by e-mail").count(), "there is no sheet yet"
    desk = desks["xb"].officer("case_officer")
    shown = desk.get(urlsplit(page).path)
    desk.submit(shown, shown.form("/sheet/"))
    officer.open(page).says(BANK).press("Tell the office by e-mail")
    told = arrived_at(postbox, BANK)
    for secret in ("Harbour", "account 77", case_id, "/answer/", "XA"):
        assert secret not in f"{told['Subject']} {told.get_content()}"
    officer.wait_for(page, "The mail server last took a notice on")
    officer.says("Remind the office by e-mail")


def test_returned_material_is_told_to_the_state_that_gave_it(
    desks: dict[str, Desk], window: Windows, tmp_path: Path
) -> None:
    case_id = accepted(desks, "business_records")
    path, theirs_do = case_path(case_id), desks["xb"]
    [measure] = acts.measures_of(theirs_do, "case_officer", case_id)
    acts.assign(theirs_do, case_id, measure)
    file = tmp_path / "ledger.csv"
    file.write_text("day,amount\n2021-05-04,400000\n")
    acts.upload(theirs_do, case_id, measure, file)
    acts.record(theirs_do, case_id, measure, "executed", "The ledger.")
    acts.deliver(theirs_do, case_id)
    acts.confirm(desks["xa"], case_id)
    ours = window("xa", "case_officer", width=NARROW).open(f"{path}turns/")
    ours.follow("Notice that material was returned or destroyed")
    assert not ours.overflows()
    ours.find('input[name="disposal"][value="returned"]').check()
    ours.find('input[name="evidence_ids"]').first.check()
    ours.fill("Which material, and how", "The ledger, by courier.").fill("Done on", turning.in_days(0))
    ours.press("Send it to XB").says("It is on its way.")
    theirs = window("xb", "case_officer").wait_for(f"{path}turns/", "The ledger, by courier.")
    theirs.says("ledger.csv")
