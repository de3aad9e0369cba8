"""The five functions for which a State names somebody, which of them a kind of help needs, and how alive an entry is.

Pure: no clock, no database. The Convention demands a central authority for mutual legal assistance (46(13)) and the
name of the authority for prevention (6(3)); for extradition it demands none, so that “not designated” is normal there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import date


class Function(StrEnum):
    """For what an authority is competent."""

    MLA = "mla"
    EXTRADITION = "extradition"
    ASSET_RECOVERY = "asset_recovery"
    PREVENTION = "prevention"
    CIVIL_ADMINISTRATIVE = "civil_administrative"


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """What is to be known of a function: its name, the article it rests on, and whether that demands one."""

    name: Text
    article: str
    demanded: bool


FUNCTIONS: dict[Function, FunctionFacts] = {
    Function.MLA: FunctionFacts(
        Text("Central authority for mutual legal assistance", "负责司法协助事宜的中央机关"), "46(13)", demanded=True
    ),
    Function.EXTRADITION: FunctionFacts(Text("Authority for extradition", "负责引渡事宜的机关"), "44", demanded=False),
    Function.ASSET_RECOVERY: FunctionFacts(
        Text("Focal point for asset recovery", "资产追回联络点"), "51", demanded=False
    ),
    Function.PREVENTION: FunctionFacts(Text("Authority for prevention", "负责预防事宜的机关"), "6(3)", demanded=True),
    Function.CIVIL_ADMINISTRATIVE: FunctionFacts(
        Text(
            "Focal point for cooperation in civil and administrative proceedings",
            "利用民事诉讼和行政诉讼方面的国际合作联络点",
        ),
        "43(1)",
        demanded=False,
    ),
}


class Aim(StrEnum):
    """What somebody wants of another State, as the finder asks it."""

    EVIDENCE = "evidence"
    FREEZE = "freeze"
    TRACE = "trace"
    PERSON = "person"
    CIVIL = "civil"
    PREVENT = "prevent"


@dataclass(frozen=True, slots=True)
class AimFacts:
    """What an aim is called, which function serves it, and the article that says so."""

    name: Text
    function: Function
    article: str


AIMS: dict[Aim, AimFacts] = {
    Aim.EVIDENCE: AimFacts(
        Text("Evidence or another act of mutual legal assistance", "获取证据或其他司法协助"), Function.MLA, "46(3)"
    ),
    Aim.FREEZE: AimFacts(
        Text("Freezing, seizure or confiscation of property", "冻结、扣押或没收财产"), Function.MLA, "55"
    ),
    Aim.TRACE: AimFacts(
        Text("Tracing assets before a request is written", "在提出请求之前追查资产"), Function.ASSET_RECOVERY, "51"
    ),
    Aim.PERSON: AimFacts(Text("Extradition of a person", "引渡"), Function.EXTRADITION, "44"),
    Aim.CIVIL: AimFacts(
        Text("Help in civil or administrative proceedings", "民事或行政诉讼方面的协助"),
        Function.CIVIL_ADMINISTRATIVE,
        "43(1)",
    ),
    Aim.PREVENT: AimFacts(Text("Help with measures of prevention", "预防措施方面的协助"), Function.PREVENTION, "6(3)"),
}


class Life(StrEnum):
    """How alive an entry is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def life(seen: date | None, *, today: date, amber_after: int, red_after: int) -> Life:
    """Return how alive an entry is that was last seen to be right on `seen`; never seen is red.

    The treaty gives no number of days: both limits are settings of the node.
    """
    if seen is None:
        return Life.RED
    days = (today - seen).days
    if days > red_after:
        return Life.RED
    return Life.AMBER if days > amber_after else Life.GREEN
