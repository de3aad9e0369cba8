"""`comity demo --play`: one request from the first draft to the evidence received, on two nodes of its own.

Every step goes through pages of the process concerned, as an officer; nothing here opens a database. Receipts, the
letter and the evidence are fetched through pages too, and every file named in the answer stands under the out folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from comity.cli.answers import say
from comity.cli.demo import desk as acts
from comity.cli.demo import turn_stories as said
from comity.cli.demo import turning
from comity.cli.demo.desk import Desk, case_path
from comity.cli.demo.pages import PageError
from comity.cli.demo.stories import story
from comity.kernel.clock import to_wire, utc_now
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from comity.cli.demo.stage import Stage

STEP = Text(en="  {number:>2}. {node} {actor}: {name}", zh="  {number:>2}. {node} {actor}：{name}")
MESSAGE = re.compile(r"/messages/([0-9a-f-]{36})/$")
RECEIPT = re.compile(r"/receipts/([0-9a-f-]{36})/$")
BEST = ("ContentHandover", "ContentConsignment", "SubmissionAcceptance")
PATIENCE = 120.0
SAMPLE = 3 * 1024 * 1024
BLOCK = 1024 * 1024
REFUSAL = ("ESSENTIAL_INTERESTS", "Hearing this witness would disclose an operation of State security.")


@dataclass
class Step:
    """One thing that an officer did; `message_id` where it sent something to the other State."""

    name: str
    node: str
    actor: str
    at: str
    message_id: str | None = None
    receipt: dict[str, str] | None = None


@dataclass
class Play:
    """The run of one journey: who is there, what was done, what is kept."""

    stage: Stage
    out: Path
    evidence: Sequence[Path]
    steps: list[Step] = field(default_factory=list)
    documents: list[dict[str, str]] = field(default_factory=list)
    handed: list[dict[str, Any]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    case_id: str = ""

    def __post_init__(self) -> None:
        self.desks = {place.node.id: Desk(place) for place in self.stage.places}

    def do(
        self, node: str, role: str, name: str, act: Callable[..., Any], *values: Any, sends: bool = False, **named: Any
    ) -> Any:
        """Do one step at a node's desk, tell it, and remember the message it sent."""
        say(STEP, number=len(self.steps) + 1, node=node.upper(), actor=role, name=name)
        done = act(self.desks[node], *values, **named)
        step = Step(name, node, role, to_wire(utc_now()))
        self.steps.append(step)
        if sends:
            step.message_id = self._new_message(node, "case_officer" if node == "xb" else "drafter")
        return done

    def _messages(self, node: str, role: str) -> list[str]:
        page = self.desks[node].officer(role).get(f"{case_path(self.case_id)}messages/")
        return [found[1] for href, _text in page.links if (found := MESSAGE.search(href))]

    def _new_message(self, node: str, role: str) -> str:
        """Return the one message on our page that was not there before (the other side's arrive in between)."""
        new = [one for one in self._messages(node, role) if one not in self.known and self._is_ours(node, role, one)]
        if len(new) != 1:
            raise PageError("E_PLAY", f"{len(new)} new messages of {node} where one was expected")
        self.known.add(new[0])
        return new[0]

    def _is_ours(self, node: str, role: str, message_id: str) -> bool:
        """Say whether this node sent the message."""
        page = self.desks[node].officer(role).get(f"{case_path(self.case_id)}messages/{message_id}/")
        return page.facts.get("data-sent") == "us"

    def run(self) -> None:
        """Play the whole journey."""
        self._ask()
        self._clarify_and_decide()
        self._agree_terms()
        self._execute()
        self._use_elsewhere()
        self._close()
        self._ask_more()
        self._collect()

    def _ask(self) -> None:
        matter = story("XA", "XB", "en", "bank_records", "statement", "tracing")
        case = self.do("xa", "drafter", "draft the request", acts.begin, matter, counterpart="xb")
        self.case_id = case
        self.do("xa", "drafter", "ask for review", acts.ask_review, case)
        self.do("xa", "reviewer", "approve", acts.approve, case)
        self.do("xa", "head", "sign and send", acts.sign_and_send, case, sends=True)
        self.do("xa", "head", "name the case officer", acts.name_officer, case)
        self.do("xb", "registry", "receive, register and acknowledge", acts.register, case, sends=True)
        self.do("xb", "case_officer", "begin the legal review", acts.examine, case)

    def _clarify_and_decide(self) -> None:
        case = self.case_id
        question = "Please give the date of birth of the witness."
        self.do("xb", "case_officer", "ask for a missing item", acts.ask, case, question, sends=True)
        self.do("xa", "drafter", "answer", acts.answer, case, "1 January 1980.", sends=True)
        self.do("xb", "head", "consult; accept one, refuse one", acts.decide, case, {1: REFUSAL}, [0], sends=True)
        self.do("xa", "case_officer", "ask where the request stands", acts.ask_status, case, sends=True)
        self.do("xb", "case_officer", "report the status", acts.report_status, case, sends=True)

    def _agree_terms(self) -> None:
        """Offer the third measure under conditions, which are accepted and bind; settle the costs of the first."""
        case, offer, costs = self.case_id, said.offer("en"), said.COSTS["en"]
        kind = "conditions.offer"
        self.do("xb", "case_officer", "put conditions to the head", turning.take, case, kind, offer, measures=[0])
        self.do("xb", "head", "offer the conditions", turning.send_as_proposed, case, kind, sends=True)
        self.do("xa", "head", "accept them: they bind", turning.answer_offer, case, {"accepted": "yes"}, sends=True)
        self.do("xb", "case_officer", "ask about costs", turning.take, case, "cost.consult", costs, sends=True)
        agreed = {"agreed": "yes", "payer": "shared"}
        self.do("xa", "case_officer", "agree on the costs", turning.answer_matter, case, agreed, sends=True)

    def _postpone(self) -> None:
        """Postpone the tracing after consultation, and take it up again."""
        case, kind = self.case_id, "decision.postpone"
        self.do("xb", "case_officer", "record a consultation", turning.consult_by_telephone, case, said.TALKED["en"], 1)
        wanted = said.postponement("en")
        self.do("xb", "case_officer", "put a postponement to the head", turning.take, case, kind, wanted, measures=[1])
        self.do("xb", "head", "postpone until a day of review", turning.send_as_proposed, case, kind, sends=True)
        note = "The investigation has ended."
        self.do("xb", "case_officer", "take up what was postponed", turning.resume, case, note, sends=True)

    def _execute(self) -> None:
        case = self.case_id
        self.do("xb", "case_officer", "read that the costs are agreed", turning.see_assignable, case)
        measures = acts.measures_of(self.desks["xb"], "case_officer", case)
        bank, tracing = measures[0], measures[-1]
        for measure in (bank, tracing):
            self.do("xb", "case_officer", "assign a measure", acts.assign, case, measure)
        self._postpone()
        for number, file in enumerate([*self.evidence] or [self._sample()]):
            self.do("xb", "executing_authority", "add evidence", acts.upload, case, bank, file)
            if number == 0:
                part = "The records of 2021; those of 2022 follow."
                self._report(bank, "report a first part", "in_part_more_to_come", part)
                self._deliver()
        self.do("xa", "case_officer", "withdraw a measure", acts.withdraw, case, tracing, sends=True)
        self._report(bank, "report the full result", "executed", "All records that exist are delivered.")
        self._deliver()

    def _report(self, measure: str, name: str, result: str, text: str) -> None:
        self.do("xb", "executing_authority", name, acts.record, self.case_id, measure, result, text)

    def _deliver(self) -> None:
        self.do("xb", "case_officer", "deliver", acts.deliver, self.case_id, sends=True)
        self.do("xa", "drafter", "compare digests, confirm receipt", acts.confirm, self.case_id, sends=True)

    def _use_elsewhere(self) -> None:
        """Ask whether what was delivered may be used in other proceedings (46(19))."""
        case, use = self.case_id, said.USE["en"]
        kind = "use.consent_request"
        self.do("xa", "case_officer", "ask for consent to another use", turning.take, case, kind, use, sends=True)
        consent = {"consent": "under_conditions", "text": "Not in tax matters."}
        self.do("xb", "head", "consent, under conditions", turning.decide_use, case, consent, sends=True)
        self.do("xa", "case_officer", "read their consent", turning.see_turn, case, "ours")

    def _close(self) -> None:
        case = self.case_id
        self.do("xa", "case_officer", "close, with feedback", acts.close, case, useful="yes", sends=True)
        self.do("xb", "case_officer", "read their feedback; the case is closed", acts.see_closed, case)

    def _ask_more(self) -> None:
        """Ask for more, which opens the case again on both sides, and close it again."""
        case = self.case_id
        self.do(
            "xa", "head", "ask for more: the case is open again", turning.ask_more, case, said.MORE["en"], sends=True
        )
        self.do("xb", "case_officer", "accept what more is asked", acts.decide, case, {}, [0], sends=True)
        [more] = acts.measures_of(self.desks["xb"], "case_officer", case)
        self.do("xb", "case_officer", "assign a measure", acts.assign, case, more)
        self._report(more, "report that nothing was found", "nothing_found", "The account was never used.")
        self._deliver()
        self._close()

    def _sample(self) -> Path:
        """Return a file of evidence of our own making, when none was given."""
        sample = self.out / "bank-records.csv"
        line = b"2021-06-03;00-11-22;33-44-55;400000;XTS\n"
        sample.write_bytes(line * (SAMPLE // len(line)))
        return sample

    # What is kept: receipts, letters, evidence as received.

    def _collect(self) -> None:
        """Fetch every receipt, the letter and the evidence through pages, as files under the out folder."""
        for step in self.steps:
            if step.message_id:
                step.receipt = self._receipt(step)
        page = self.desks["xb"].officer("case_officer").get(f"{case_path(self.case_id)}file/")
        letters = [href for href, _text in page.links if href.endswith("/letter/")]
        for number, href in enumerate(letters):
            self._keep("letter", f"letter-{number + 1}.pdf", self.desks["xb"].officer("case_officer").get(href).body)
        self._compare()

    def _receipt(self, step: Step) -> dict[str, str]:
        """Return the strongest receipt of a message, waiting for the handover; every receipt is kept as a file."""
        role = "case_officer" if step.node == "xb" else "drafter"
        officer, end = self.desks[step.node].officer(role), time.monotonic() + PATIENCE
        while True:
            page = officer.get(f"{case_path(self.case_id)}messages/{step.message_id}/")
            found = {}
            for href, _text in page.links:
                if match := RECEIPT.search(href):
                    raw = officer.get(href).body
                    event = json.loads(base64.b64decode(json.loads(raw)["payload"]))["event"]
                    found[event] = self._keep("receipt", f"receipt-{match[1]}.json", raw)
            if BEST[0] in found or time.monotonic() > end:
                break
            time.sleep(0.2)
        best = next((event for event in BEST if event in found), None)
        if best is None:
            raise PageError("E_PLAY", f"no receipt for: {step.name}")
        return {"event": best, **found[best]}

    def _keep(self, kind: str, name: str, content: bytes) -> dict[str, str]:
        """Write a file under the out folder, once, and return what the answer says of it."""
        path = self.out / name
        facts = {"file": str(path), "sha256": hashlib.sha256(content).hexdigest()}
        if not any(document["file"] == facts["file"] for document in self.documents):
            path.write_bytes(content)
            self.documents.append({"kind": kind, **facts})
        return facts

    def _compare(self) -> None:
        """Download the evidence at the requesting State and compare it with what was put in."""
        sent = {file.name: file for file in self.evidence or [self.out / "bank-records.csv"]}
        drafter = self.desks["xa"].officer("drafter")
        page = drafter.get(f"{case_path(self.case_id)}evidence/")
        for href, text in page.links:
            if "/evidence/" in href and text in sent:
                size, digest = drafter.digest(href)
                self.handed.append({
                    "name": text, "bytes": size, "sha256_sent": _digest(sent[text]), "sha256_received": digest
                })  # fmt: skip

    def answer(self, seconds: float) -> dict[str, Any]:
        """Return the JSON answer that docs/cli.md promises."""
        page = self.desks["xa"].officer("drafter").get(case_path(self.case_id))
        references = re.findall(r"X[AB]/\d{4}/\d{4}", page.text)
        ours = next((one for one in references if one.startswith("XA")), "")
        theirs = next((one for one in references if one.startswith("XB")), "")
        wanted = {file.name for file in self.evidence or [self.out / "bank-records.csv"]}
        equal = all(one["sha256_sent"] == one["sha256_received"] for one in self.handed)
        return {
            "ok": bool(equal and {one["name"] for one in self.handed} == wanted),
            "seconds": round(seconds, 1),
            "request": {"id": self.case_id, "ref_from": ours, "ref_to": theirs},
            "steps": [vars(step) for step in self.steps],
            "evidence": self.handed,
            "documents": self.documents,
            "peers": {place.node.id: str(self.out / f"{place.node.id}.peer.json") for place in self.stage.places},
        }


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file, in constant memory."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
