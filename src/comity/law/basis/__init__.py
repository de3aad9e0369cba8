"""On what legal basis one State may ask another, at a date, with the article and the facts for each step.

`question` says what is asked, `engine.find_bases` answers with an `answer`. The rules stand in `mla` (M0 to M7),
`extradition` (X0 to X7), `confiscation` and `others`; `ties` says how an instrument stands between two places,
`warnings` has every warning with its articles, `ways` the other ways. `python -m comity.law.tables` prints it.
"""

from comity.law.basis.answer import Alternative, Answer, Basis, BasisMode, Dual, Warned
from comity.law.basis.engine import find_bases
from comity.law.basis.question import (
    OTHER,
    Question,
    read_date,
    read_kind,
    read_measures,
    read_offences,
    read_place,
)

__all__ = [
    "OTHER",
    "Alternative",
    "Answer",
    "Basis",
    "BasisMode",
    "Dual",
    "Question",
    "Warned",
    "find_bases",
    "read_date",
    "read_kind",
    "read_measures",
    "read_offences",
    "read_place",
]
