"""Letters: the papers a State sends, printed from data (PDF/UA-1 and PDF/A-3a).

`document` is the neutral shape of a paper; `request`, `reply`, `cover` and `receipt` fill it; `render`
prints it with typst, `word` writes it as .docx; `agreement` compares a letter that came with the data in it. Text
arrives in the template as data and is never evaluated. A letter is printed only when a font has every character in it:
a box in the place of a name is refused, never sent.
"""

from comity.cases.letters.cover import cover_paper, slip_paper
from comity.cases.letters.render import LetterError, can_print, render, render_draft, render_request
from comity.cases.letters.reply import reply_paper
from comity.cases.letters.request import request_paper
from comity.cases.letters.sheet import Asked, sheet_paper
from comity.cases.letters.translated import render_translation, translation_name
from comity.cases.letters.word import as_word

__all__ = [
    "Asked",
    "LetterError",
    "as_word",
    "can_print",
    "cover_paper",
    "render",
    "render_draft",
    "render_request",
    "render_translation",
    "reply_paper",
    "request_paper",
    "sheet_paper",
    "slip_paper",
    "translation_name",
]
