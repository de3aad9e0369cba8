"""The letter that tells a decision on a request, with the reasons that article 46(23) demands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.letters import wording
from comity.cases.letters.document import Heading, Paper, Paragraph, Table
from comity.cases.letters.request import TEMPLATE_VERSION, Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from comity.cases.letters.document import Block


def decision_paper(
    request: Mapping[str, Any],
    decisions: Sequence[Mapping[str, str]],
    *,
    reference: str,
    consultation: str,
    appeal: str,
    signatory: tuple[str, str],
    at: datetime,
) -> Paper:
    """Return the decision letter in the language of the request.

    `decisions` has one mapping a measure: `module`, `decision` (accepted, refused), `ground` (as shown, with
    its article) and `reasons`. `reference` is the deciding State's own.
    """
    language = str(request.get("language", "en"))
    writer = Writer(request, language)
    states = {"requesting": writer.value("requesting.state"), "requested": writer.value("requested.state")}
    blocks: list[Block] = [
        Paragraph(writer.say(wording.DECISION_OPENING, **states)),
        Table(tuple(writer.say(column) for column in wording.DECISION_COLUMNS), _cells(writer, decisions)),
    ]
    if consultation:
        blocks += [Heading(writer.say(wording.CONSULTATION), article="46(26)"), Paragraph(consultation)]
    if appeal:
        blocks += [Heading(writer.say(wording.APPEAL)), Paragraph(appeal)]
    theirs = writer.say(wording.YOUR_REFERENCE, reference=writer.value("reference"))
    footer = writer.say(
        wording.FOOTER, reference=reference, request_id=writer.value("request_id"), version=TEMPLATE_VERSION
    )
    return Paper(
        language=language,
        title=writer.say(wording.DECISION_TITLE),
        reference=f"{writer.say(wording.OUR_REFERENCE, reference=reference)}\n{theirs}",
        date=at,
        place_date=writer.day(at.date()),
        sender=writer.value("requested.authority"),
        sender_address="",
        addressee=writer.value("requesting.central_authority"),
        blocks=tuple(blocks),
        closing=writer.say(wording.DECISION_CLOSING, **states),
        signatories=(signatory,),
        signature_note=writer.say(wording.SIGNATURE_NOTE),
        footer=footer,
    )


def _cells(writer: Writer, decisions: Sequence[Mapping[str, str]]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for number, row in enumerate(decisions, start=1):
        title, _article = wording.MODULES.get(row.get("module", ""), (wording.MEASURES, ""))
        said = wording.ACCEPTED if row.get("decision") == "accepted" else wording.REFUSED
        rows.append((f"{number}. {writer.say(title)}", writer.say(said), row.get("ground", ""), row.get("reasons", "")))
    return tuple(rows)
