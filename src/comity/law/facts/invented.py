"""The two States of the demonstration, beside what ships: invented, as each row says. Never on a node in earnest."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from comity.kernel.languages import Text
from comity.law.facts.collection import Facts
from comity.law.facts.rows import UNCAC, Act, Notification, Notified, Participation, Place, Rule, RuleValue, StateRule
from comity.law.facts.shipped import Rows, shipped_rows

_SINCE = date(2006, 1, 13)
_ROW: dict[str, Any] = {"source": "invented for the demonstration", "date": date(2026, 1, 1), "verified": True}
_LAW = "Act on International Cooperation (invented), section 1"


@cache
def facts_of_the_demonstration() -> Facts:
    """Return what ships together with XA and XB, two parties to the Convention that extradite by it."""
    return Facts(**rows_of_the_demonstration())


def rows_of_the_demonstration() -> Rows:
    """Return the rows of it, to add others to."""
    rows = shipped_rows()
    invented = [
        Participation(
            instrument=UNCAC, place=place, deposited=date(2005, 12, 14), act=Act.RATIFICATION, bound=_SINCE, **_ROW
        )
        for place in ("XA", "XB")
    ]
    rows["places"] += [Place("XA", Text("Exampleland A", "虚构国甲")), Place("XB", Text("Exampleland B", "虚构国乙"))]
    rows["participations"] += invented
    rows["notifications"] += [
        Notification(place=place, article="44(6)", value=Notified.YES, **_ROW) for place in ("XA", "XB")
    ]
    rows["rules"] = [
        StateRule(place=place, rule=rule, value=RuleValue.YES, article=_LAW, **_ROW)
        for place in ("XA", "XB")
        for rule in (Rule.TREATIES_LISTED, Rule.EXTRADITION_NEEDS_TREATY, Rule.MLA_WITHOUT_TREATY)
    ]
    return rows
