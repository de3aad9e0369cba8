"""A signed receipt, printed to be read: what it witnesses, about which bytes, when, and how anybody checks it.

The paper proves nothing by itself and says so. The signed receipt is attached to it, byte for byte, with the key files
it was verified with; `comity verify` checks that file, off line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from comity.cases.letters import receipt_wording as said
from comity.cases.letters.document import Attachment, Block, Heading, Items, Paper, Paragraph, Row, Rows, Table
from comity.cases.letters.request import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from comity.kernel.languages import Text
    from comity.seal.receipt import FileDigest, Receipt
    from comity.seal.verify import Verdict

GROUP = 8
GROUPS = 4


@dataclass(frozen=True, slots=True)
class Party:
    """One authority: its node id, its name and State as they are shown, and its key file where it has one."""

    node_id: str
    name: str
    key_file: bytes = b""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at, in words."""

    what: str
    result: str
    detail: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the paper is made from.

    Attributes:
        raw: the signed receipt, with its time stamps.
        receipt: what it says.
        digest: SHA-256 of the receipt without time stamps, by which its chain names it.
        parties: the two authorities, ours first.
        message: what kind of message it is about.
        reference: our reference of the case.
        verdict: what this node found when it verified the receipt.
        checks: the checks of the verdict, in words.
        validation: what the recorder says to have checked, in words.
        time_source: by whom the time is known, in words.
        demo: this node is a demonstration, so its time stamps count only where that is asked for.
    """

    raw: bytes
    receipt: Receipt
    digest: str
    parties: Sequence[Party]
    message: str
    reference: str
    verdict: Verdict
    checks: Sequence[Found]
    validation: Sequence[Found]
    time_source: str
    demo: bool

    @property
    def file_name(self) -> str:
        """The name of the signed receipt inside the paper."""
        return f"receipt-{self.receipt.evidence_id}.json"


def receipt_paper(facts: Facts, *, language: str, at: datetime) -> Paper:
    """Return the receipt as a paper in one language; it has the receipt and the key files attached."""
    writer = Writer({}, language)
    receipt = facts.receipt
    us = facts.parties[0].name
    return Paper(
        language=language,
        title=writer.say(said.TITLE, event=receipt.event.label.get(language)),
        reference=writer.say(said.REFERENCE, reference=facts.reference),
        date=at,
        place_date=writer.say(said.PRINTED, day=writer.day(at.date())),
        sender=us,
        sender_address="",
        addressee="",
        blocks=(
            Paragraph(writer.say(said.WHAT_THIS_IS)),
            *_event(facts, writer),
            *_time(facts, writer),
            *_bytes(receipt, writer),
            *_checked(said.VALIDATION, facts.validation, writer),
            *_chain(facts, writer),
            *_verified(facts, writer, at),
            *_how(facts, writer),
        ),
        closing="",
        signatories=(),
        signature_note="",
        footer=writer.say(said.FOOTER, evidence_id=str(receipt.evidence_id)),
        attachments=tuple(_attachments(facts, writer)),
    )


def _event(facts: Facts, writer: Writer) -> list[Block]:
    receipt, names = facts.receipt, {one.node_id: one.name for one in facts.parties}

    def party(node_id: str) -> str:
        return "\n".join(filter(None, [names.get(node_id, ""), writer.say(said.NODE, node=node_id)]))

    rows = [
        Row(
            writer.say(said.EVENT),
            f"{receipt.event.label.get(writer.language)}\n{receipt.event.value} (ETSI EN 319 522)",
        ),
        Row(writer.say(said.MESSAGE), f"{facts.message}\n{receipt.message_id}"),
        Row(writer.say(said.SENDER), party(receipt.sender)),
        Row(writer.say(said.RECIPIENT), party(receipt.recipient)),
        Row(writer.say(said.RECORDER), party(receipt.recorder)),
    ]
    if receipt.person is not None:
        how = writer.say(said.PERSON_BY, method=receipt.person.method)
        rows.append(Row(writer.say(said.PERSON), f"{receipt.person.function}\n{how}"))
    if receipt.reason_code:
        rows.append(Row(writer.say(said.REASON), receipt.reason_code))
    return [Heading(writer.say(said.WHAT_HAPPENED)), Rows(tuple(rows))]


def _time(facts: Facts, writer: Writer) -> list[Block]:
    receipt = facts.receipt
    clock = writer.say(said.CLOCKS[receipt.clock.source.value])
    if receipt.clock.max_error_ms is not None:
        clock = writer.say(said.CLOCK_ERROR, clock=clock, error=str(receipt.clock.max_error_ms))
    rows = [Row(writer.say(said.EVENT_TIME), f"{_moment(receipt.event_time, writer)}\n{clock}")]
    signer = next(iter(facts.verdict.signers), None)
    if signer is not None and signer.time is not None:
        rows.append(Row(writer.say(said.KNOWN_TIME), f"{_moment(signer.time, writer)}\n{facts.time_source}"))
    return [Heading(writer.say(said.WHEN)), Rows(tuple(rows)), Paragraph(writer.say(said.WHEN_NOTE))]


def _bytes(receipt: Receipt, writer: Writer) -> list[Block]:
    if receipt.package is None:
        return [Heading(writer.say(said.WHICH_BYTES)), Paragraph(writer.say(said.NO_BYTES))]
    rows = [_file(said.PACKAGE, receipt.package, writer)]
    rows += [_file(said.BLOB, one, writer, str(number)) for number, one in enumerate(receipt.blobs, 1)]
    return [
        Heading(writer.say(said.WHICH_BYTES)),
        Paragraph(writer.say(said.BYTES_NOTE)),
        Rows(tuple(rows)),
    ]


def _file(label: Text, file: FileDigest, writer: Writer, number: str = "") -> Row:
    parts = [writer.say(said.SIZE, size=str(file.size)), f"SHA-256\n{grouped(file.sha256)}"]
    if file.sha512 is not None:
        parts.append(f"SHA-512\n{grouped(file.sha512)}")
    return Row(writer.say(label, number=number), "\n".join(parts))


def _checked(title: Text, checks: Sequence[Found], writer: Writer) -> list[Block]:
    if not checks:
        return []
    columns = tuple(writer.say(one) for one in (said.CHECK, said.RESULT, said.DETAIL))
    cells = tuple((one.what, one.result, one.detail) for one in checks)
    return [Heading(writer.say(title)), Table(columns, cells)]


def _chain(facts: Facts, writer: Writer) -> list[Block]:
    receipt = facts.receipt
    rows = [
        Row(writer.say(said.CHAIN), str(receipt.chain_id)),
        Row(writer.say(said.NUMBER), str(receipt.seq)),
        Row(writer.say(said.BEFORE), grouped(receipt.prev) if receipt.prev else writer.say(said.FIRST)),
        Row(writer.say(said.OWN_DIGEST), grouped(facts.digest)),
    ]
    return [Heading(writer.say(said.PLACE)), Rows(tuple(rows))]


def _verified(facts: Facts, writer: Writer, at: datetime) -> list[Block]:
    outcome = writer.say(said.OUTCOMES[facts.verdict.valid], time=_moment(at, writer))
    blocks = _checked(said.VERIFIED, facts.checks, writer)
    keys = [Row(writer.say(said.KEY), grouped(one.key)) for one in facts.verdict.signers]
    return [blocks[0], Paragraph(outcome), *blocks[1:], *([Rows(tuple(keys))] if keys else [])]


def _how(facts: Facts, writer: Writer) -> list[Block]:
    with_keys = [one for one in facts.parties if one.key_file]
    command = " \\\n".join(
        [f"comity verify {facts.file_name}", *(f"--peer {_key_name(one)}" for one in with_keys)]
        + (["--demo"] if facts.demo else [])
    )
    steps = [
        writer.say(said.TAKE_OUT, files="\n".join([facts.file_name, *map(_key_name, with_keys)])),
        writer.say(said.COMPARE, digits="\n".join(f"{one.name}: {one.fingerprint}" for one in with_keys)),
        writer.say(said.RUN, command=command),
    ]
    if facts.demo:
        steps.append(writer.say(said.DEMO))
    return [Heading(writer.say(said.HOW)), Items(tuple(steps)), Paragraph(writer.say(said.PROVES))]


def _attachments(facts: Facts, writer: Writer) -> list[Attachment]:
    kind = "application/json"
    found = [Attachment(facts.file_name, facts.raw, kind, writer.say(said.ATTACHED_RECEIPT))]
    found += [
        Attachment(_key_name(one), one.key_file, kind, writer.say(said.ATTACHED_KEYS, name=one.name))
        for one in facts.parties
        if one.key_file
    ]
    return found


def _key_name(party: Party) -> str:
    return f"{party.node_id}.peer.json"


def _moment(time: datetime, writer: Writer) -> str:
    utc = time.astimezone(UTC)
    return writer.say(said.MOMENT, day=writer.day(utc.date()), time=f"{utc:%H:%M:%S}")


def grouped(digest: str) -> str:
    """Return a digest as people compare it: in groups of eight, four to a line."""
    groups = [digest[i : i + GROUP] for i in range(0, len(digest), GROUP)]
    lines = [groups[i : i + GROUPS] for i in range(0, len(groups), GROUPS)]
    return "\n".join(" ".join(line) for line in lines)
