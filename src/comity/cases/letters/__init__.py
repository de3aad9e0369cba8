"""Letters: the papers a State sends, printed from data (PDF/UA-1 and PDF/A-3a).

`document` is the neutral shape of a paper, `request` and `decision` fill it, `render` prints it with
typst. Text arrives in the template as data and is never evaluated. A letter is printed only when a font
has every character in it: a box in the place of a name is refused, never sent.
"""

from comity.cases.letters.decision import decision_paper
from comity.cases.letters.render import LetterError, can_print, render, render_draft, render_request
from comity.cases.letters.request import request_paper

__all__ = [
    "LetterError",
    "can_print",
    "decision_paper",
    "render",
    "render_draft",
    "render_request",
    "request_paper",
]
