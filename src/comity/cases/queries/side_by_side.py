"""A request in two languages side by side, to read: the language of its letter to the left, the other to the right.

Headings, questions, choices and dates stand in both languages. What somebody wrote in words stands in the left column
as it was written, and in the right one as it was translated, where it was; else the right column says that there is
no translation. Only the left column was signed.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from comity.cases import labels
from comity.cases.letters.document import Heading, Paper, Paragraph, Table
from comity.cases.queries import reading, translating
from comity.cases.queries.content import request_of
from comity.kernel.plaintext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.cases.letters.document import Block
    from comity.cases.models import Case
    from comity.cases.queries.reading import Part

SHORT = 80  # a text that is the same in both languages and no longer is a name or a number, and is said twice
NAMES = {"en": "English", "zh-hans": "中文"}


def languages_of(language: str) -> tuple[str, str]:
    """Return the language of the letter, and the other."""
    return ("zh-hans", "en") if language.lower().startswith("zh") else ("en", "zh-hans")


def paper_of(case: Case, now: datetime) -> Paper:
    """Return the paper; a request that nobody signed says so."""
    request = request_of(case)
    left, right = languages_of(str(request.get("language", "en")))
    signed = getattr(case, "letter", None) is not None
    with translation.override(left):
        heads = [labels.labelled(NAMES[left], _signed(signed))]
        ours = reading.reading_of(request, left).parts
        title, place_date = _("Request in two languages, for reading"), formats.date_format(timezone.localdate(now))
        banner = "" if signed else _("Draft: nobody has signed this.")
    with translation.override(right):
        heads.append(labels.labelled(NAMES[right], _("for reading only, not signed")))
        theirs = reading.reading_of(_translated(case, request, right), right).parts
        untranslated = _("as written, see the other column; there is no translation of it here")
    return Paper(
        language=left,
        title=title,
        reference=case.reference,
        date=now,
        place_date=place_date,
        sender=settings.NODE.name_in(left),
        sender_address="",
        addressee="",
        blocks=(Paragraph(one_line(case.title, 300)), *_blocks(ours, theirs, tuple(heads), untranslated)),
        closing="",
        signatories=(),
        signature_note="",
        footer=case.reference,
        banner=banner,
    )


def _translated(case: Case, request: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the request with the translations that there are; it itself where none was asked for."""
    row = translating.of_case(case).exclude(state="dropped").filter(language=language).first()
    if row is None:
        return request
    made = translating.whole_of(case, row, language).translated(language)
    return made | {name: request[name] for name in ("language", "annexes")}


def _signed(signed: bool) -> str:
    return _("the language of the signed letter") if signed else _("the language of the draft")


def _blocks(ours: list[Part], theirs: list[Part], columns: tuple[str, ...], untranslated: str) -> Iterator[Block]:
    """Yield the sections; both readings come from the same data, so that part answers part and row answers row."""
    for left, right in zip_longest(ours, theirs):
        if left is None or right is None:  # a value that one language alone can say
            continue
        yield Heading(f"{left.title} / {right.title}" if left.title != right.title else str(left.title), level=3,
                      article=left.article)  # fmt: skip
        cells = []
        for mine, other in zip_longest(left.rows, right.rows):
            if mine is None or other is None:
                continue
            same = str(mine.value) == str(other.value) and len(str(mine.value)) > SHORT
            told = untranslated if same else str(other.value)
            cells.append((f"{mine.label}\n{mine.value}", f"{other.label}\n{told}"))
        if cells:
            yield Table(columns, tuple(cells), equal=True)
