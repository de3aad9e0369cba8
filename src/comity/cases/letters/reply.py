"""A letter for any message after the request: what a node would send, printed for an authority without one.

The message travels inside the letter as `message.json`, so that nothing has to be typed again where it is read by a
machine. Labels are data; a field without one is shown under its own name rather than left out.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from comity.cases.letters import reply_wording, wording
from comity.cases.letters.document import Attachment, Block, Heading, Items, Paper, Paragraph, Row, Rows
from comity.cases.letters.request import TEMPLATE_VERSION, Writer, asked_blocks, request_blocks
from comity.kernel.strictjson import dumps
from comity.law.grounds import GROUNDS
from comity.law.measures import STATE_TITLES
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

SKIPPED: Final = {
    "request_id", "sent_at", "from_reference", "to_reference", "note", "item_id", "evidence_id", "sha256", "annex_ids",
    "person_id", "node_id", "matter", "offer_id", "condition_id", "notice_id", "supplements", "order", "section",
}  # fmt: skip


def reply_paper(
    request: Mapping[str, Any],
    kind: str,
    message: Mapping[str, Any],
    *,
    outgoing: bool,
    sender: str,
    addressee: str,
    references: tuple[str, str],
    signatory: tuple[str, str],
    at: datetime,
    enclosed: Sequence[tuple[str, str]] = (),
    names: Mapping[str, str] = MappingProxyType({}),
) -> Paper:
    """Return the letter for one message, in the language of the request.

    Args:
        request: the request it is about (shape of RequestV1); its measures are named by it.
        kind: the kind of message.
        message: what it says, as JSON.
        outgoing: whether the request is ours.
        sender: name and, on further lines, address of our authority.
        addressee: name and postal address of theirs.
        references: our reference, then theirs; either may be empty.
        signatory: name and function of who signs by hand.
        at: the time of the act.
        enclosed: name and SHA-256 of each file that goes with the letter.
        names: what items of evidence are called, by their id.
    """
    language = str(request.get("language", "en"))
    writer = Writer(request, language)
    ours, theirs = references
    title = KINDS[kind].title.get(language)
    name, _line, address = sender.partition("\n")
    lines = [writer.say(wording.OUR_REFERENCE, reference=ours)] if ours else []
    lines += [writer.say(wording.YOUR_REFERENCE, reference=theirs)] if theirs else []
    about = reply_wording.ABOUT_OURS if outgoing else reply_wording.ABOUT_THEIRS
    opening = writer.say(about, title=writer.value("title"), reference=writer.value("reference") or "–")
    blocks = [Paragraph(opening), *_body(writer, message, enclosed, names)]
    data = Attachment("message.json", dumps(dict(message)), "application/json", "The message as structured data")
    footer = writer.say(
        wording.FOOTER, reference=ours or "–", request_id=writer.value("request_id"), version=TEMPLATE_VERSION
    )
    return Paper(
        language=language,
        title=title[:1].upper() + title[1:],
        reference="\n".join(lines),
        date=at,
        place_date=writer.day(at.date()),
        sender=name,
        sender_address=address,
        addressee=addressee,
        blocks=tuple(blocks),
        closing=writer.say(reply_wording.CLOSING),
        signatories=(signatory,),
        signature_note=writer.say(reply_wording.BY_HAND),
        footer=footer,
        attachments=(data,),
    )


def _body(
    writer: Writer, message: Mapping[str, Any], enclosed: Sequence[tuple[str, str]], names: Mapping[str, str]
) -> list[Block]:
    """Return what a message says, its note, and the files that go with it."""
    blocks: list[Block] = [*_Said(writer, names).blocks(_plain(message))]
    blocks += _asked(writer, message)
    if note := str(message.get("note", "")):
        blocks += [Heading(writer.say(reply_wording.NOTE)), Paragraph(note)]
    if enclosed:
        files = (writer.say(reply_wording.FILE, name=file, sha256=digest) for file, digest in enclosed)
        blocks += [Heading(writer.say(reply_wording.ENCLOSED)), Items(tuple(files))]
    return blocks


def _plain(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a message says without the parts that are written as a letter of request writes them."""
    return {key: value for key, value in message.items() if key != "draft" and not _in_full(key, value)}


def _in_full(key: str, value: Any) -> bool:
    """Return whether measures come as they stand in a request, or annexes with them, and not by their names alone."""
    return key == "annexes" or (key == "measures" and any("module" in one for one in value))


def _asked(writer: Writer, message: Mapping[str, Any]) -> list[Block]:
    """Return the text of a draft, or the measures of a supplementary request, as a letter of request has them."""
    if draft := message.get("draft"):
        return [Heading(writer.say(reply_wording.DRAFT)), *request_blocks(Writer(draft, writer.language))]
    whole = {key: value for key, value in message.items() if _in_full(key, value)}
    return asked_blocks(Writer(whole, writer.language)) if "measures" in whole else []


class _Said:
    """Turns what a message says into blocks."""

    def __init__(self, writer: Writer, names: Mapping[str, str]) -> None:
        self.writer, self.names = writer, names
        self.measures = {
            str(one.get("measure_id")): f"{number}. {writer.say(wording.MODULES[one['module']][0])}"
            if one.get("module") in wording.MODULES
            else f"{number}."
            for number, one in enumerate(writer.request.get("measures", []), start=1)
        }

    def blocks(self, said: Mapping[str, Any]) -> list[Block]:
        """Return the plain values first, then each list under its heading."""
        blocks: list[Block] = []
        rows = self.rows(said)
        if rows:
            blocks.append(Rows(tuple(rows)))
        for key, value in said.items():
            if key in SKIPPED or not isinstance(value, list | tuple) or not value:
                continue
            if all(isinstance(one, dict) for one in value):
                blocks += [Heading(self.label(key)), *self._parts(value)]
        return blocks

    def _parts(self, parts: Sequence[Mapping[str, Any]]) -> list[Block]:
        blocks: list[Block] = []
        for number, one in enumerate(parts, start=1):
            named = self.measures.get(str(one.get("measure_id", "")), "")
            blocks.append(Heading(named or f"{number}.", level=3))
            blocks += self.blocks({key: value for key, value in one.items() if key != "measure_id"})
        return blocks

    def rows(self, said: Mapping[str, Any]) -> list[Row]:
        """Return the values that are no lists; the values of a part stand beside its own."""
        rows: list[Row] = []
        for key, value in said.items():
            if key in SKIPPED or value in ("", None, [], ()) or self._unnamed(key, value):
                continue
            if isinstance(value, dict):
                rows += self.rows(value)
            elif not isinstance(value, list | tuple) or not any(isinstance(one, dict) for one in value):
                rows.append(Row(self.label(key), self.value(key, value)))
        return rows

    def _unnamed(self, key: str, value: Any) -> bool:
        """Return whether it is a code, or names of files, that no reader of the letter would understand."""
        if key == "evidence_ids":
            return not any(one in self.names for one in value)
        return key == "code" and (key, str(value)) not in reply_wording.VALUES

    def label(self, key: str) -> str:
        """Return what a field is called."""
        found = reply_wording.FIELDS.get(key)
        return self.writer.say(found) if found else key.replace("_", " ")

    def value(self, key: str, value: Any) -> str:
        """Return one value as a person reads it."""
        if isinstance(value, list | tuple):
            return "\n".join(self.value(key, one) for one in value)
        if (found := reply_wording.VALUES.get((key, str(value)))) is not None:
            return self.writer.say(found)
        return self._named(key, str(value)) or self.writer.text(key, value)

    def _named(self, key: str, value: str) -> str:
        """Return what a code stands for, or nothing where the value is no code."""
        if key == "ground" and value in GROUNDS:
            return GROUNDS[value].title.get(self.writer.language)
        if key == "state" and value in STATE_TITLES:
            return STATE_TITLES[value].get(self.writer.language)
        if key in reply_wording.DAYS:
            return self.writer.day_named(value[:10])
        if key == "evidence_ids":
            return self.names.get(value, "")
        return self.measures.get(value, "") if key in {"measure_ids", "measure_id"} else ""
