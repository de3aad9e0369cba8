"""Codes by which cases are counted, and the reasons why a figure may be missing. A blank is never silent."""

from __future__ import annotations

from enum import StrEnum

from comity.kernel.languages import Text
from comity.law.assistance import KINDS
from comity.law.grounds import GROUNDS
from comity.law.outcome import TITLES


class NoFigure(StrEnum):
    """Why a cell of a table holds no number."""

    NOT_APPLICABLE = "not_applicable"
    NOT_COLLECTED = "not_collected"
    NOT_YET_KNOWN = "not_yet_known"
    WITHHELD = "withheld"


NO_FIGURE = {
    NoFigure.NOT_APPLICABLE: Text("not applicable", "不适用"),
    NoFigure.NOT_COLLECTED: Text("not collected", "未收集"),
    NoFigure.NOT_YET_KNOWN: Text("not yet known", "尚不可知"),
    NoFigure.WITHHELD: Text("withheld: too few cases to publish", "不公布：案件数过少"),
}

DIRECTIONS = {"outgoing": Text("requests made", "提出的请求"), "incoming": Text("requests received", "收到的请求")}

# Spans that are measured in days; each names the two events between which it runs.
DURATIONS = {
    "to_acknowledgement": ("sent", "registered"),
    "to_decision": ("registered", "decided"),
    "to_delivery": ("registered", "delivered"),
    "to_closure": ("sent", "closed"),
    "waiting_for_answers": ("asked", "answered"),
}

CODES: dict[str, dict[str, Text]] = {
    "direction": DIRECTIONS,
    "outcome": {code.value: title for code, title in TITLES.items()},
    "kind": {code: kind.title for code, kind in KINDS.items()},
    "ground": {code: ground.title for code, ground in GROUNDS.items()},
    "no_figure": {code.value: title for code, title in NO_FIGURE.items()},
}
