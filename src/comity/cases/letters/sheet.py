"""The task sheet for an executing office without an account: what is asked of it, by when, and how it answers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import qrcode
from qrcode.image.svg import SvgPathImage

from comity.cases.letters import sheet_wording as said
from comity.cases.letters.document import Heading, Items, Paper, Paragraph, Picture, Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from comity.cases.letters.document import Block


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sheet says, each text in the language of the sheet.

    Attributes:
        language: `en` or `zh-hans`.
        reference: our reference of the request; the sheet names no other State and no person it is not about.
        authority, address: who asks.
        office: who is asked, with its address below.
        what: the measure by name, and what is asked as questions and answers.
        instructions: what the officer wrote for this office.
        again: what is asked once more, after an answer that was not whole.
        due: by when, as a day in words; "" where nothing was set.
        confidential: fact and substance of the request are to be kept secret (UNCAC art. 46(20)).
        link, until: where the office answers, and until when.
        number: which sheet of this task it is.
    """

    language: str
    reference: str
    authority: str
    address: str
    office: str
    what: Sequence[Row]
    instructions: str
    again: str
    due: str
    confidential: bool
    link: str
    until: str
    number: int


def sheet_paper(asked: Asked, *, at: datetime, day: str) -> Paper:
    """Return the sheet; `day` is the date in words. Its QR code holds the link and nothing else."""
    language = asked.language
    return Paper(
        language=language,
        title=said.TITLE.get(language),
        reference=said.REFERENCE.get(language).format(reference=asked.reference, number=asked.number),
        date=at,
        place_date=day,
        sender=asked.authority,
        sender_address=asked.address,
        addressee=asked.office,
        banner=said.CONFIDENTIAL.get(language) if asked.confidential else "",
        blocks=tuple(_blocks(asked)),
        closing="",
        signatories=(),
        signature_note=said.SEALED.get(language).format(authority=asked.authority),
        footer=said.FOOTER.get(language).format(reference=asked.reference, number=asked.number),
    )


def _blocks(asked: Asked) -> Iterator[Block]:
    language = asked.language
    yield Paragraph(said.OPENING.get(language))
    if asked.again:
        yield Heading(said.AGAIN.get(language))
        yield Paragraph(asked.again)
    yield Heading(said.WHAT.get(language))
    yield Rows(tuple(asked.what))
    if asked.instructions:
        yield Heading(said.INSTRUCTIONS.get(language), level=3)
        yield Paragraph(asked.instructions)
    yield Heading(said.WHEN.get(language))
    yield Paragraph(said.BY.get(language).format(day=asked.due) if asked.due else said.SOON.get(language))
    yield Heading(said.HOW.get(language))
    yield Picture(qr_code(asked.link), said.CODE.get(language), said.SCAN.get(language).format(link=asked.link))
    yield Items(tuple(one.get(language).format(until=asked.until) for one in said.STEPS))


def qr_code(text: str) -> str:
    """Return a QR code as SVG, with a quarter of it to spare for folds and stains."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    sink = io.BytesIO()
    code.make_image().save(sink)
    return sink.getvalue().decode()
