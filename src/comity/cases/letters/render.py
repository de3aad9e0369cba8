"""Printing a paper with typst: PDF/UA-1 and PDF/A-3a, or a refusal that says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from comity.cases.letters.document import Attachment
from comity.cases.letters.press import Press
from comity.cases.letters.request import request_paper
from comity.kernel.errors import ComityError
from comity.kernel.strictjson import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from comity.cases.letters.document import Head, Paper

TEMPLATE = Path(__file__).with_name("letter.typ")
STANDARDS: list[Any] = ["ua-1", "a-3a"]
FACES = {"en": ("Noto Serif", "Libertinus Serif"), "zh-hans": ("Noto Serif CJK SC", "Noto Sans CJK SC")}

PRESS = Press(TEMPLATE)


class LetterError(ComityError):
    """A letter cannot be printed as it must be; `E_FONT` (no font has these characters) or `E_LETTER`."""


def can_print(language: str) -> bool:
    """Say whether a font for letters in `language` is on this machine."""
    return any(face in PRESS.fonts().families() for face in FACES.get(language, ()))


def render(paper: Paper, *, at: datetime, strict: bool = True, head: Head | None = None) -> bytes:
    """Return the paper as PDF, the same bytes for the same paper, emblem and time. Raises LetterError.

    What is only a copy for reading need not be `strict`: a character that no font has is a box there.
    """
    if not can_print(paper.language):
        raise LetterError("E_FONT", f"no font for {paper.language}", language=paper.language)
    inputs = {"paper": json.dumps(paper.to_json(), ensure_ascii=False)}
    if head is not None:
        inputs["head"] = json.dumps({"emblem": list(head.emblem), "kind": head.kind, "alt": head.alt})
    inputs |= {f"file{number}": a.content.decode() for number, a in enumerate(paper.attachments)}
    try:
        pdf = PRESS.pdf(inputs, at=at, standards=STANDARDS if strict else ())
    except typst.TypstError as problem:
        if "could not be displayed" in problem.message:
            raise LetterError("E_FONT", "no font has a character of this letter", language=paper.language) from None
        raise LetterError("E_LETTER", problem.message) from None
    if not isinstance(pdf, bytes):
        raise LetterError("E_LETTER", "nothing was printed")
    return pdf


def render_request(request: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the letter of request as PDF, with the request as data attached as `request.json`.

    `request` has the shape of RequestV1; the attached bytes are its canonical form (RFC 8785), the same
    bytes that travel beside the letter in the package.
    """
    data = Attachment("request.json", dumps(dict(request)), "application/json", "The request as structured data")
    return render(request_paper(request, at=at, attachments=(data,)), at=at)


def render_draft(request: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the letter as the other State would read it, marked as a draft."""
    return render(request_paper(request, at=at, draft=True), at=at)
