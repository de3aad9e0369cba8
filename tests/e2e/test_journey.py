"""One request, from the first draft to the closed case, told as its officers live it, in two real browsers."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from comity.cli.demo import desk as acts
from comity.cli.demo.desk import case_path
from comity.cli.demo.stories import story
from tests.e2e.browsing import officer_of

if TYPE_CHECKING:
    from pathlib import Path

    from comity.cli.demo.desk import Desk
    from comity.cli.demo.stage import Stage
    from tests.e2e.browsing import Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

SUBJECT = "Bank records of Meridian Quarry Ltd"
FACTS = (
    "In May 2021 Meridian Quarry Ltd won the public contract for Road 9. Two weeks later 400,000 left its account for "
    "an account held by a relative of the official who had signed the contract."
)
SECRET = "Meridian"
PART = 8 * 1024 * 1024


def test_request_travels_from_the_first_draft_to_both_archives(
    stage: Stage, desks: dict[str, Desk], window: Windows, tmp_path: Path
) -> None:
    case_id = the_drafter_writes(window, desks["xa"])
    the_reviewer_approves(window, case_id)
    the_head_signs_in_and_sends(stage, window, case_id)
    the_other_state_registers(window, case_id)
    it_asks_and_gets_an_answer(window, case_id)
    it_accepts_and_assigns(window, case_id)
    files = the_executing_authority_uploads(window, desks["xb"], case_id, tmp_path)
    it_delivers(window, case_id)
    the_requesting_state_compares_and_confirms(window, case_id, files, tmp_path)
    a_receipt_is_verified_off_line(stage, window, case_id, tmp_path)
    both_close(window, case_id)
    nothing_said_who_or_what(stage, window)


def the_drafter_writes(window: Windows, desk: Desk) -> str:
    """Most of the draft is there; the drafter sees what is missing, writes it, and asks for review."""
    matter = story("XA", "XB", "en", "bank_records", "statement")
    case_id = acts.begin(desk, matter, counterpart="xb", omit=("facts.summary", "purpose.purpose"))
    drafter = window("xa", "drafter").open(f"{case_path(case_id)}draft/check/")
    drafter.says(SUBJECT)
    assert not drafter.links("/ask-review/$")
    drafter.open(f"{case_path(case_id)}draft/").page.locator('a[href$="/draft/facts/"]').first.click()
    drafter.find("#id_facts_summary").fill(FACTS)
    drafter.press("Save and go on")
    drafter.open(f"{case_path(case_id)}draft/purpose/")
    drafter.find("#id_purpose_purpose").fill("Evidence in the investigation described above.")
    drafter.press("Save")
    drafter.open(f"{case_path(case_id)}draft/facts/")
    assert drafter.find("#id_facts_summary").input_value() == FACTS
    drafter.open(f"{case_path(case_id)}draft/").follow("Ask for review")
    drafter.choose("Reviewer").press("Hand the draft to the reviewer").says("The reviewer sees the draft from now on.")
    return case_id


def the_reviewer_approves(window: Windows, case_id: str) -> None:
    """The reviewer finds the draft among what waits, reads it, and approves it."""
    reviewer = window("xa", "reviewer").open("/").says(SUBJECT)
    reviewer.open(f"{case_path(case_id)}review/").says("400,000")
    reviewer.press("Approve exactly as it stands").says("It now waits for the head.")


def the_head_signs_in_and_sends(stage: Stage, window: Windows, case_id: str) -> None:
    """The head signs in with the second factor, reads, signs with the own key, and sends."""
    officer = officer_of(stage.place("xa"), "head")
    head = window.sign_in("xa", "head").says(SUBJECT)
    head.open(f"{case_path(case_id)}send/")
    head.find("#id_passphrase").fill(officer.signing_passphrase)
    head.press("Sign and send to the central authority of XB").says("Signed, sealed, and handed to delivery.")


def the_other_state_registers(window: Windows, case_id: str) -> None:
    """XB's registry sees what was verified, gives its own reference, and acknowledges."""
    registry = window("xb", "registry").wait_for_link("/requests/arrived/", f"{case_id}/register/")
    registry.open(f"{case_path(case_id)}register/").says(SUBJECT).says("What the request says")
    assert registry.find(".proof").count() == 1
    registry.choose("Case officer").fill("Function shown to the other State", "Case officer of XB")
    registry.press("Register and acknowledge to XA").says("Registered and acknowledged.")
    drafter = window("xa", "drafter").wait_for(case_path(case_id), "Registered")
    assert re.search(r"XB/\d{4}/\d{4}", drafter.text)


def it_asks_and_gets_an_answer(window: Windows, case_id: str) -> None:
    """The case officer misses something and asks; the drafter answers that one question."""
    officer = window("xb", "case_officer").open(f"{case_path(case_id)}examine/")
    officer.press("Begin the legal review").open(f"{case_path(case_id)}ask/")
    officer.fill("Another question", "When was the witness born?").press("Send the questions to XA")
    drafter = window("xa", "drafter").wait_for(case_path(case_id), "Answer the questions")
    drafter.open(f"{case_path(case_id)}answer/").fill("When was the witness born?", "On 1 January 1980.")
    drafter.press("Send the answers to XB").says("The answers are on their way.")
    officer.wait_for(f"{case_path(case_id)}law/", "On 1 January 1980.")


def it_accepts_and_assigns(window: Windows, case_id: str) -> None:
    """Both measures are accepted; the first goes to the executing authority."""
    officer = window("xb", "case_officer").open(f"{case_path(case_id)}decide/")
    refusal = officer.find("#id_m0-ground")
    assert not refusal.is_visible(), "what a refusal asks for stands with a refusal"
    officer.find('input[name="m0-decision"][value="refused"]').check()
    assert refusal.is_visible()
    for number in (0, 1):
        officer.find(f'input[name="m{number}-decision"][value="accepted"]').check()
    officer.press("Issue the decision to XA").says("The decision is on its way.")
    for href in officer.open(f"{case_path(case_id)}assign/").links(r"/measures/[^/]+/assign/$"):
        officer.open(href).choose("Officer of the executing authority")
        officer.fill("Instructions", "Please execute as asked.").press("Assign this measure")


def the_executing_authority_uploads(window: Windows, desk: Desk, case_id: str, folder: Path) -> dict[str, str]:
    """One file goes up in parts with progress shown, one in a plain form without script; both results are reported."""
    first, second = acts.measures_of(desk, "case_officer", case_id)
    large, small = folder / "statements.bin", folder / "signature card.pdf"
    large.write_bytes(os.urandom(PART + PART // 2))
    small.write_bytes(b"%PDF-1.7 a signature card")
    address = f"{case_path(case_id)}measures/{first}/"
    executing = window("xb", "executing_authority").open(address).says("Please execute as asked.")
    parts = []
    executing.page.on("request", lambda request: parts.append(request.headers.get("content-range", "")))
    executing.find("input[type=file]").set_input_files(str(large))
    executing.fill("Collected by", "The executing prosecutor").press("Add this item").says(large.name)
    assert [part for part in parts if part] == [
        f"bytes 0-{PART - 1}/{PART * 3 // 2}",
        f"bytes {PART}-{PART * 3 // 2 - 1}/{PART * 3 // 2}",
    ]
    plain = window("xb", "executing_authority", script=False).open(address)
    plain.find("input[type=file]").set_input_files(str(small))
    plain.press("Add this item").says(small.name)
    for measure in (first, second):
        plain.open(f"{case_path(case_id)}measures/{measure}/").fill("What was done and found", "The bank answered.")
        plain.find("#id_result").select_option("executed")
        plain.press("Report the result to the central authority")
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in (large, small)}


def it_delivers(window: Windows, case_id: str) -> None:
    """The central authority of XB seals both results with their evidence and sends them."""
    officer = window("xb", "case_officer").open(f"{case_path(case_id)}deliver/").says("statements.bin")
    officer.fill("Limits on use", "For the proceedings named in the request only.")
    officer.press("Seal and deliver to XA").says("The delivery is on its way.")


def the_requesting_state_compares_and_confirms(
    window: Windows, case_id: str, files: dict[str, str], folder: Path
) -> None:
    """The digests on the page are those of the files as they were put in, and so are the downloads."""
    drafter = window("xa", "drafter").wait_for(f"{case_path(case_id)}evidence/", "statements.bin")
    drafter.open(f"{case_path(case_id)}confirm/").says("For the proceedings named in the request only.")
    shown = re.sub(r"\s", "", drafter.find("main").text_content() or "")
    for digest in files.values():
        assert digest in shown
    for href in drafter.links(r"/evidence/[^/]+/$"):
        with drafter.page.expect_download() as waiting:
            drafter.find(f'a[href="{href}"]').first.click()
        kept = folder / f"received {waiting.value.suggested_filename}"
        waiting.value.save_as(kept)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == files[waiting.value.suggested_filename]
    drafter.press("Confirm the receipt to XB").says("Confirmed.")


def a_receipt_is_verified_off_line(stage: Stage, window: Windows, case_id: str, folder: Path) -> None:
    """XA keeps XB's signed receipt for its request, and anybody can verify it with XB's key file."""
    drafter = window("xa", "drafter").open(f"{case_path(case_id)}messages/")
    drafter.open(drafter.links(r"/messages/[0-9a-f-]{36}/$")[0]).says("signed by them")
    receipt = folder / "receipt.json"
    receipt_of_theirs = drafter.find("main li").filter(has_text="signed by them").last
    receipt_of_theirs = receipt_of_theirs.locator("a:not([href*='/paper/'])").last
    with drafter.page.expect_download() as waiting:
        receipt_of_theirs.click()
    waiting.value.save_as(receipt)
    command = [sys.executable, "-m", "comity.cli", "verify", str(receipt), "--peer", str(stage.peer_file("xb"))]
    told = subprocess.run([*command, "--peer", str(stage.peer_file("xa"))], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    receipt.write_bytes(receipt.read_bytes().replace(b'"payload":"', b'"payload":"e', 1))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def both_close(window: Windows, case_id: str) -> None:
    """The requesting side closes with a note; the other follows, by itself where nothing is left to do."""
    head = window("xa", "head").open(f"{case_path(case_id)}close/")
    head.fill("Closing note", "Everything that was asked has an answer.").choose("Was what you received of use?", 1)
    head.press("Close the case and tell XB").says("The case is closed.")
    officer = window("xb", "case_officer").wait_for(case_path(case_id), "XA closed its case")
    if officer.links("/close/$"):
        officer.open(f"{case_path(case_id)}close/").fill("Closing note", "Delivered in full.")
        officer.press("Close the case and tell XA").says("The case is closed.")
    for one in (head, officer):
        assert not one.open(case_path(case_id)).links("/(close|deliver|confirm|withdraw)/$")


def nothing_said_who_or_what(stage: Stage, window: Windows) -> None:
    """Neither an address, nor a page title, nor a log of either node has a name or a subject."""
    assert len(window.titles) > 40
    assert not [title for title in window.titles if SECRET in title]
    assert not [url for url in window.addresses if SECRET in url]
    for place in stage.places:
        logs = list(place.folder.rglob("*.log"))
        assert logs
        for log in logs:
            assert SECRET.encode() not in log.read_bytes(), log
