"""What goes with a letter of request to an authority without a node: a cover note, and a slip to acknowledge with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cases.letters import reply_wording, wording
from comity.cases.letters.document import Heading, Items, Paper, Paragraph, Row, Rows
from comity.cases.letters.request import TEMPLATE_VERSION, Writer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

BLANK = "_" * 44


def cover_paper(request: Mapping[str, Any], *, address: str, letter_sha256: str, at: datetime) -> Paper:
    """Return the cover note; it lists what is enclosed with the digest of each file.

    Args:
        request: the request as it was signed.
        address: postal address of the addressee.
        letter_sha256: digest of the signed letter.
        at: the date of the note.
    """
    writer = Writer(request, str(request.get("language", "en")))
    states = {"requesting": writer.value("requesting.state"), "requested": writer.value("requested.state")}
    enclosed = [writer.say(reply_wording.LETTER_OF_REQUEST, sha256=letter_sha256)]
    enclosed += [
        writer.say(reply_wording.ANNEX, name=str(one.get("name", "")), sha256=str(one.get("sha256", "")))
        for one in request.get("annexes", [])
    ]
    enclosed.append(writer.say(reply_wording.SLIP_ENCLOSED))
    return _paper(
        writer,
        title=writer.say(reply_wording.COVER_TITLE),
        at=at,
        sender=writer.value("requesting.central_authority"),
        sender_address=writer.value("requesting.address"),
        addressee="\n".join(one for one in (writer.value("requested.authority"), address) if one),
        blocks=(
            Paragraph(writer.say(reply_wording.COVER_OPENING, title=writer.value("title"), **states)),
            Heading(writer.say(reply_wording.ENCLOSED)),
            Items(tuple(enclosed)),
            Paragraph(writer.say(reply_wording.COVER_HOW)),
        ),
        closing=writer.say(reply_wording.COVER_CLOSING, **states),
        signatories=((writer.value("signatory.name"), writer.value("signatory.title")),),
    )


def slip_paper(request: Mapping[str, Any], *, at: datetime) -> Paper:
    """Return the slip that the addressee fills in and returns: who, when, under which reference."""
    writer = Writer(request, str(request.get("language", "en")))
    about = (
        Row(writer.say(reply_wording.SLIP_REQUEST), writer.value("title")),
        Row(writer.say(reply_wording.SLIP_OUR_REFERENCE), writer.value("reference")),
        Row(writer.say(reply_wording.SLIP_ID), writer.value("request_id")),
    )
    blanks = tuple(Row(writer.say(line), BLANK) for line in reply_wording.SLIP_LINES)
    return _paper(
        writer,
        title=writer.say(reply_wording.SLIP_TITLE),
        at=at,
        sender=writer.value("requested.authority"),
        sender_address="",
        addressee="\n".join(
            one for one in (writer.value("requesting.central_authority"), writer.value("requesting.address")) if one
        ),
        blocks=(Paragraph(writer.say(reply_wording.SLIP_OPENING)), Rows(about), Rows(blanks)),
        closing="",
        signatories=(),
    )


def _paper(writer: Writer, *, at: datetime, **parts: Any) -> Paper:
    reference = writer.value("reference")
    return Paper(
        language=writer.language,
        reference=writer.say(wording.OUR_REFERENCE, reference=reference),
        date=at,
        place_date=writer.day(at.date()),
        signature_note="",
        footer=writer.say(
            wording.FOOTER, reference=reference, request_id=writer.value("request_id"), version=TEMPLATE_VERSION
        ),
        **parts,
    )
