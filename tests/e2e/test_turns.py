"""The turns a request takes, told as officers live them in two real browsers, each a short story.

What is not the subject of a story goes through the desk's acts. A page may be rendered while a message is applied: a
story waits for the words, and then reads the page again before it follows a link.
"""

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
    from tests.e2e.browsing import Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NARROW = 320


def sent(desks: dict[str, Desk], *modules: str) -> str:
    """Return a request that XA signed and sent to XB."""
    ours = desks["xa"]
    case_id = acts.begin(ours, story("XA", "XB", "en", *modules), counterpart="xb")
    acts.ask_review(ours, case_id)
    acts.approve(ours, case_id)
    acts.sign_and_send(ours, case_id)
    return case_id


def accepted(desks: dict[str, Desk], module: str) -> str:
    """Return a request with one measure that XB accepted."""
    case_id = sent(desks, module)
    acts.register(desks["xb"], case_id)
    acts.examine(desks["xb"], case_id)
    acts.decide(desks["xb"], case_id, {}, [0])
    acts.name_officer(desks["xa"], case_id)
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


def take(window: Window, path: str, act: str, values: dict[str, str], button: str, *, chosen: int = 0) -> Window:
    """Take one of the acts of the page of turns: find it in the list, read what follows, fill in, send."""
    window.open(f"{path}turns/").follow(act)
    for label, value in values.items():
        window.fill(label, value)
    for box in window.find('.form input[type="checkbox"][name^="measure_id"]').all()[:chosen]:
        box.check()
    return window.says("What follows.").press(button).says("It is on its way.")


def answer(window: Window, path: str, title: str, chosen: dict[str, str], values: dict[str, str]) -> Window:
    """Answer what the turn line leads to."""
    window.wait_for(path, "Read and").open(path).follow("Read and").says(title)
    for name, value in chosen.items():
        window.find(f'input[name="{name}"][value="{value}"]').check()
    for label, value in values.items():
        window.fill(label, value)
    return window.press("Send the answer").says("The answer is on its way.")


def test_returned_corrected_and_sent_again(desks: dict[str, Desk], window: Windows) -> None:
    case_id = sent(desks, "bank_records")
    path = case_path(case_id)
    registry = window("xb", "registry").wait_for_link("/requests/arrived/", f"{case_id}/register/")
    registry.open(f"{path}return/").fill("It is in no language we accept", "Please add a translation.")
    registry.press("Return it to XA").says("Returned, under a provisional reference.")
    drafter = window("xa", "drafter", width=NARROW).wait_for(path, "See what is to be corrected")
    drafter.open(path).follow("See what is to be corrected").says("Please add a translation.")
    assert not drafter.overflows()
    drafter.press("Correct the request and send it again").says("Nothing written is lost.")
    ours = desks["xa"]
    acts.ask_review(ours, case_id)
    acts.approve(ours, case_id)
    acts.sign_and_send(ours, case_id)
    registry.wait_for_link("/requests/arrived/", f"{case_id}/register/")
    acts.register(desks["xb"], case_id)
    drafter.wait_for(path, "Registered by XB").says("XB returned the request unregistered")


def test_a_draft_is_commented_and_an_oral_request_announced(desks: dict[str, Desk], window: Windows) -> None:
    case_id = acts.begin(desks["xa"], story("XA", "XB", "en", "statement"), counterpart="xb")
    path = case_path(case_id)
    drafter = window("xa", "drafter").open(f"{path}share/").fill("What you would like to know", "Is it enough?")
    drafter.press("Show it to XB").says("The draft is on its way.")
    turning.comment(desks["xb"], "Please name the branch of the bank.")
    drafter.wait_for(path, "XB commented on the draft").open(f"{path}turns/").says(
        "Please name the branch of the bank."
    )
    drafter.open(f"{path}announce/").fill("What was asked, as it was said", "Hold the transfer.")
    drafter.fill("Why it could not wait", "It leaves tomorrow.").fill("Who spoke for us", "The prosecutor on duty")
    drafter.press("Send the note to XB").says("Confirm it in writing without delay.")
    drafter.says("Announced orally to XB")
    acts.ask_review(desks["xa"], case_id)
    acts.approve(desks["xa"], case_id)
    acts.sign_and_send(desks["xa"], case_id)
    acts.register(desks["xb"], case_id)
    theirs = window("xb", "case_officer", width=NARROW).open(f"{path}turns/").says("Confirmed in writing")
    assert not theirs.says("Hold the transfer.").overflows()


def test_two_matters_wait_side_by_side(desks: dict[str, Desk], window: Windows) -> None:
    case_id = sent(desks, "bank_records", "statement")
    acts.register(desks["xb"], case_id)
    acts.examine(desks["xb"], case_id)
    path = case_path(case_id)
    theirs, ours = window("xb", "case_officer"), window("xa", "head")
    theirs.open(f"{path}turns/").follow("Consultation before refusal")
    theirs.find('input[name="about"][value="refusal"]').check()
    theirs.fill("What stands in the way", "The premises are a lawyer's.").press("Consult XA").says("It is on its way.")
    theirs.says("gives its views on what we think of refusing")
    cost = {"Estimate": "40,000 XTS", "What causes the costs": "Forty days."}
    take(theirs, path, "Consultation on extraordinary costs", cost, "Send it to XA")
    take(theirs, path, "Notice that confidentiality", {"Why it cannot be kept": "The court tells."}, "Send it to XA")
    ours.wait_for(f"{path}turns/", "Forty days.")
    answer(ours, path, "The premises", {}, {"Our views": "Search in the presence of the bar."})
    ours.says("who shall bear the costs")
    answer(ours, path, "Forty days.", {"agreed": "yes", "payer": "shared"}, {})
    ours.wait_for(path, "confidentiality cannot be kept")
    answer(ours, path, "The court tells.", {"go_on": "yes"}, {})
    theirs.wait_for(path, "Examine the legal basis")
    theirs.open(f"{path}turns/").says("Search in the presence of the bar.").says("Executed all the same")


def test_a_freeze_is_told_argued_and_lifted_and_a_delay_answered(desks: dict[str, Desk], window: Windows) -> None:
    case_id = accepted(desks, "search_seizure")
    path = case_path(case_id)
    theirs, ours = window("xb", "case_officer"), window("xa", "case_officer")
    take(theirs, path, "Notice that a freeze took effect", {"What was ordered": "By the court."}, "Send it", chosen=1)
    take(theirs, path, "Notice of when a freeze lapses", {"What keeps it": "An order."}, "Send it", chosen=1)
    take(theirs, path, "Notice of an obstacle", {"What blocks or delays": "The court is closed."}, "Send it")
    theirs.open(f"{path}turns/").follow("Notice that a provisional measure was lifted")
    theirs.find('input[name="measure_ids"]').first.check()
    theirs.fill("Why it was lifted", "One laptop is another's.").press_and_read("Send it to XA")
    theirs.says("is heard, wherever possible").says("55(8)")
    theirs.open(f"{path}turns/").follow("Notice before a provisional measure")
    theirs.find('input[name="measure_id"]').first.check()
    theirs.fill("Why", "One laptop is another's.").press("Send it to XA").says("It is on its way.")
    answer(ours, path, "One laptop", {"keep": "no"}, {})
    theirs.wait_for(f"{path}turns/", "Answer of")
    lifted = {"Why it was lifted": "One laptop is another's."}
    take(theirs, path, "Notice that a provisional measure was lifted", lifted, "Send it", chosen=1)
    ours.wait_for(f"{path}turns/", "Notice that a provisional measure was lifted")
    ours.open(f"{path}status/ask/").press("Send the question")
    theirs.wait_for(path, "Tell XA how far its request is").open(f"{path}status/report/")
    theirs.press("A decision of the court is awaited.").says("The report is on its way.")
    ours.wait_for(f"{path}messages/", "eport on progress")


def test_postponed_until_a_day_and_taken_up(desks: dict[str, Desk], window: Windows) -> None:
    case_id = accepted(desks, "bank_records")
    path = case_path(case_id)
    theirs = window("xb", "case_officer").open(f"{path}turns/").follow("Postponement of assistance")
    theirs.find('input[name="measure_ids"]').first.check()
    theirs.fill("With which proceeding", "A covert investigation.").fill("Looked at again on", turning.in_days(90))
    theirs.press("Put it to the head").says("It waits for the head.")
    head = window("xb", "head").open(path).follow("Read the proposal").press_and_read("Postpone, and tell XA")
    head.says("consult the requesting State").fill("Why there was no consultation", "XA's office is closed.")
    head.press("Postpone, and tell XA").says("It is on its way.").open(f"{path}law/").says("XA's office is closed.")
    ours = window("xa", "case_officer", width=NARROW).wait_for(path, "XB postponed, to be looked at again on")
    assert not ours.overflows()
    theirs.open(f"{path}turns/").follow("Take up what was postponed").press("Take it up and tell XA")
    ours.wait_for(path, "XB reported how far our request is")


def test_delivered_used_elsewhere_closed_and_opened_again(desks: dict[str, Desk], window: Windows) -> None:
    case_id = accepted(desks, "business_records")
    path = case_path(case_id)
    [measure] = acts.measures_of(desks["xb"], "case_officer", case_id)
    acts.assign(desks["xb"], case_id, measure)
    acts.record(desks["xb"], case_id, measure, "executed", "The file of the register.")
    acts.deliver(desks["xb"], case_id)
    acts.confirm(desks["xa"], case_id)
    ours = window("xa", "case_officer")
    use = {"What it shall be used for": "Another case", "In which proceedings": "Case 2026-90"}
    ours.open(f"{path}turns/").follow("Request for consent")
    for label, value in use.items():
        ours.fill(label, value)
    ours.press("Ask XB for consent").says("It is on its way.")
    turning.see_turn(desks["xb"], case_id, "ours")
    theirs = window("xb", "head")
    answer(theirs, path, "Case 2026-90", {"consent": "under_conditions"}, {"Conditions, or": "Not in tax matters."})
    ours.wait_for(f"{path}turns/", "Not in tax matters.").follow("Notice of exculpatory disclosure")
    ours.find('input[name="in_advance"][value="yes"]').check()
    ours.fill("What is disclosed", "Two transfers repaid a loan.").press("Send it to XB").says("It is on its way.")
    take(ours, path, "Notice that an order has ceased", {"Which order": "The order of arrest."}, "Send it")
    slip = {"Where the mistake stands": "Facts", "It shall say": "June", "How the mistake came": "A slip."}
    take(ours, path, "Correction of a clerical mistake", slip, "Send it")
    ours.open(f"{path}close/").fill("Closing note", "Done.").choose("Was what you received of use").fill(
        "What we would do otherwise", "Ask for the ledger first."
    )
    ours.press("Close the case and tell XB").says("The case is closed.")
    theirs.wait_for(path, "XA closed its case").open(f"{path}turns/").says("A slip.").says("Two transfers repaid")
    assert "Ask for the ledger first." not in theirs.text
    turning.ask_more(desks["xa"], case_id, said.MORE["en"])
    theirs.wait_for(path, "XA asks for more").says("Our turn.")


def test_referred_to_the_authority_that_is_competent(desks: dict[str, Desk], window: Windows) -> None:
    case_id = sent(desks, "business_records")
    path = case_path(case_id)
    registry = window("xb", "registry", width=NARROW).wait_for_link("/requests/arrived/", f"{case_id}/register/")
    registry.open(f"{path}refer/").fill("The competent authority", "The registry of companies")
    assert not registry.overflows()
    registry.fill("Why it is competent", "It keeps the file.").press("Tell XA").says("Referred, and told.")
    drafter = window("xa", "drafter").wait_for(path, "XB named another authority").follow("See where it belongs")
    drafter.says("The registry of companies").says("It keeps the file.")


def refuse_one(window: Window, path: str) -> Window:
    """Accept the first measure and refuse the second, as far as the button."""
    window.open(f"{path}decide/").find('input[name="m0-decision"][value="accepted"]').check()
    window.find('input[name="m1-decision"][value="refused"]').check()
    window.find("#id_m1-ground").select_option("ESSENTIAL_INTERESTS")
    window.find("#id_m1-reasons").fill("It would disclose an operation.")
    return window


def test_one_measure_is_refused_after_consultation_and_the_other_not_needed(
    desks: dict[str, Desk], window: Windows
) -> None:
    case_id = sent(desks, "bank_records", "statement")
    acts.register(desks["xb"], case_id)
    acts.examine(desks["xb"], case_id)
    path = case_path(case_id)
    officer = window("xb", "case_officer")
    refuse_one(officer, path).press_and_read("Propose it to the head").says("consult the requesting State")
    officer.open(f"{path}consultation/").find('input[name="measures"]').nth(1).check()
    officer.find("#id_opened_on").fill(turning.in_days(0))
    officer.fill("What was said", "No condition would help.").press("Record")
    refuse_one(officer, path).says("A refusal can be issued only by the head").press("Propose it to the head")
    head = window("xb", "head").open(f"{path}decide/").says("A decision is proposed")
    head.press("Issue the decision to XA").says("The decision is on its way.")
    ours = window("xa", "head", width=NARROW).wait_for(f"{path}law/", "It would disclose an operation.")
    assert not ours.overflows()
    acts.name_officer(desks["xa"], case_id)
    asking = window("xa", "case_officer").open(f"{path}withdraw/")
    asking.find('input[name="measures"]').first.check()
    asking.fill("Reason", "Settled by other evidence.").press("Tell XB that this is no longer needed")
    officer.wait_for(f"{path}messages/", "o longer")
    officer.open(path).says("Their turn. XA closes its case")
