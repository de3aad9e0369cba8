"""How this authority writes its reference numbers: a pattern with places, and the series that its numbers come from.

Pure. A number is never given twice: each series only counts on, and a pattern that begins anew each year must name the
year. Where the two directions have words of their own, each has its own series, so neither shows gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from comity.cases.rules import CaseworkError

LONGEST: Final = 40  # of `Case.our_reference`
PLACES: Final = ("{state}", "{year}", "{way}", "{number}")
MARKS: Final = frozenset("-/._:()[]〔〕（）[]【】#")
_PLACE = re.compile(r"\{[^{}]*\}")
MOST: Final = 9_999_999  # so many numbers must fit into a reference


@dataclass(frozen=True, slots=True)
class Scheme:
    """How references are written.

    Attributes:
        pattern: text with places: `{state}`, `{year}`, `{way}`, `{number}`.
        yearly: whether numbers begin anew each year.
        width: least digits of a number; longer ones simply grow.
        way_out, way_in: the words for `{way}`, of requests that we make and that are made to us.
    """

    pattern: str = "{state}/{year}/{number}"
    yearly: bool = True
    width: int = 4
    way_out: str = ""
    way_in: str = ""

    def write(self, *, state: str, year: int, number: int, outgoing: bool) -> str:
        """Return one reference, such as `XB/2026/0001`."""
        way = self.way_out if outgoing else self.way_in
        values = {"{state}": state, "{year}": f"{year:04d}", "{way}": way, "{number}": f"{number:0{self.width}d}"}
        return _PLACE.sub(lambda found: values[found.group()], self.pattern)

    def series(self, *, year: int, outgoing: bool) -> str:
        """Return the name of the series that the next number comes from."""
        way = ("out-" if outgoing else "in-") if "{way}" in self.pattern else ""
        return f"{way}{year:04d}" if self.yearly else f"{way}all"


def check_scheme(scheme: Scheme, *, state: str) -> None:
    """Raise CaseworkError `E_PATTERN` (with `why`) for a scheme that could not give references.

    Steps: 1 known places only, 2 one number, 3 the year where numbers begin anew, 4 two different words for the two
    directions where the pattern has a place for them, 5 letters, plain marks and digits (none in those words), 6 short
    enough.
    """
    found = _PLACE.findall(scheme.pattern)
    rest = _PLACE.sub("", scheme.pattern) + scheme.way_out + scheme.way_in
    if set(found) - set(PLACES) or "{" in rest or "}" in rest:
        raise _wrong("place")
    if found.count("{number}") != 1:
        raise _wrong("number")
    if scheme.yearly and "{year}" not in found:
        raise _wrong("year")
    if "{way}" in found and (not scheme.way_out or not scheme.way_in or scheme.way_out == scheme.way_in):
        raise _wrong("way")
    if any(one.isdigit() for one in scheme.way_out + scheme.way_in):  # or "O" and 11 would be "O1" and 1
        raise _wrong("mark")
    if not all(one.isalnum() or one in MARKS for one in rest) or not 1 <= scheme.width <= len(str(MOST)):
        raise _wrong("mark")
    longest = max(len(scheme.write(state=state, year=9999, number=MOST, outgoing=one)) for one in (True, False))
    if longest > LONGEST:
        raise _wrong("long")


def _wrong(why: str) -> CaseworkError:
    return CaseworkError(f"E_PATTERN_{why.upper()}", f"a pattern that gives no references: {why}")
