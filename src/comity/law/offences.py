"""The offences of chapter III of the Convention, and how likely it is that only one State has made each a crime.

The risk column is ours: an offence that States must establish is rarely a problem of dual criminality, one they need
only consider often is. It drives hints, never a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.kernel.languages import Text


class Duty(StrEnum):
    """How strongly the Convention asks States to establish an offence."""

    SHALL = "shall"
    CONSIDER = "consider"


class Risk(StrEnum):
    """How likely it is that dual criminality fails."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Offence:
    """One offence of the Convention."""

    article: str
    title: Text
    duty: Duty
    risk: Risk


_ALL = (
    Offence("15", Text("Bribery of national public officials", "贿赂本国公职人员"), Duty.SHALL, Risk.LOW),
    Offence(
        "16(1)",
        Text(
            "Active bribery of foreign public officials and officials of public international organizations",
            "贿赂外国公职人员或者国际公共组织官员（行贿）",
        ),
        Duty.SHALL,
        Risk.LOW,
    ),
    Offence(
        "16(2)",
        Text(
            "Passive bribery of foreign public officials and officials of public international organizations",
            "贿赂外国公职人员或者国际公共组织官员（受贿）",
        ),
        Duty.CONSIDER,
        Risk.MEDIUM,
    ),
    Offence(
        "17",
        Text(
            "Embezzlement, misappropriation or other diversion of property by a public official",
            "公职人员贪污、挪用或者以其他类似方式侵犯财产",
        ),
        Duty.SHALL,
        Risk.LOW,
    ),
    Offence("18", Text("Trading in influence", "影响力交易"), Duty.CONSIDER, Risk.HIGH),
    Offence("19", Text("Abuse of functions", "滥用职权"), Duty.CONSIDER, Risk.HIGH),
    Offence("20", Text("Illicit enrichment", "资产非法增加"), Duty.CONSIDER, Risk.HIGH),
    Offence("21", Text("Bribery in the private sector", "私营部门内的贿赂"), Duty.CONSIDER, Risk.MEDIUM),
    Offence(
        "22",
        Text("Embezzlement of property in the private sector", "私营部门内的侵吞财产"),
        Duty.CONSIDER,
        Risk.MEDIUM,
    ),
    Offence("23", Text("Laundering of proceeds of crime", "对犯罪所得的洗钱行为"), Duty.SHALL, Risk.LOW),
    Offence("24", Text("Concealment", "窝赃"), Duty.CONSIDER, Risk.MEDIUM),
    Offence("25", Text("Obstruction of justice", "妨害司法"), Duty.SHALL, Risk.LOW),
    Offence("26", Text("Liability of legal persons", "法人责任"), Duty.SHALL, Risk.MEDIUM),
    Offence("27", Text("Participation and attempt", "参与和未遂"), Duty.SHALL, Risk.MEDIUM),
)

OFFENCES: dict[str, Offence] = {offence.article: offence for offence in _ALL}


def risk(article: str) -> Risk:
    """Return the risk for an offence of the Convention; an article that is not one of them is high."""
    return OFFENCES[article].risk if article in OFFENCES else Risk.HIGH
