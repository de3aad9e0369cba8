"""What `comity doctor` looks at in the authority's own rules for its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.cases.queries.priority import unknown_treaties
from comity.core.doctor.lights import Colour, Light, probe
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

NAME: Final = "cases.de-minimis"
PAGE: Final = "cases:national-rules"
_GOOD: Final = Text(
    "The rules of de minimis name only instruments that are known here.", "极其轻微规则只列有本系统已登记的文书。"
)
_BAD: Final = Text("A rule of de minimis cannot be kept as it is written.", "有一项极其轻微规则无法按其写法适用。")


@probe(NAME)
def de_minimis(_now: datetime) -> Light:
    """Look whether the instruments that rules of de minimis name are known: the settings are read before them."""
    wrong = unknown_treaties()
    if wrong is None:
        return Light(NAME, Colour.GREEN, _GOOD, page=PAGE)
    return Light(NAME, Colour.AMBER, _BAD, wrong, page=PAGE)
