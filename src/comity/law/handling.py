"""Handling codes and assurances: how material may be seen and used, and what one State promised the other.

The Convention limits use (46(19)) and asks for confidentiality on demand (46(20)); conditions that are accepted bind
(46(26)). Beside these, States give each other assurances. A code or an assurance is never judged here: it is shown
wherever the material is used, until somebody says that it holds no longer.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.languages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """One handling code.

    Attributes:
        code: stable name.
        title: in a few words.
        use: what follows for who handles the material.
        article: the rule behind it; empty where practice.
        named_only: whether only officers named for the case itself are given the material, nobody who stands in.
    """

    code: str
    title: Text
    use: Text
    article: str = ""
    named_only: bool = False


_MARKINGS = (
    Marking(
        code="named_only",
        title=Text("Named officers only", "仅限指定人员"),
        use=Text(
            "Given only to officers named for the case; nobody who stands in reads it.",
            "仅提供给案件指定的承办人员，代理人员不得阅读。",
        ),
        article="46(20)",
        named_only=True,
    ),
    Marking(
        code="no_onward",
        title=Text("Not to be passed on", "不得转交"),
        use=Text(
            "Not passed on or used for other proceedings without prior consent of the State that gave it.",
            "未经提供国事先同意，不得转交或者用于其他诉讼程序。",
        ),
        article="46(19)",
    ),
    Marking(
        code="lead_only",
        title=Text("Not as evidence", "不得作为证据"),
        use=Text(
            "For information only; ask the State that gave it before it is used as evidence.",
            "仅供参考；作为证据使用之前须征得提供国同意。",
        ),
        article="46(19)",
    ),
    Marking(
        code="protect_person",
        title=Text("A person is to be protected", "须保护有关人员"),
        use=Text(
            "Names a witness, an expert or an informant: keep the identity out of what others may read.",
            "载有证人、鉴定人或者举报人的身份：不得出现在他人可以阅读的材料中。",
        ),
    ),
    Marking(
        code="privileged",
        title=Text("Privilege is claimed", "主张保密特权"),
        use=Text(
            "Do not read further before the competent authority has decided on the privilege.",
            "在主管机关就保密特权作出决定之前不得继续阅读。",
        ),
    ),
)
MARKINGS: dict[str, Marking] = {one.code: one for one in _MARKINGS}
NAMED_ONLY = frozenset(one.code for one in _MARKINGS if one.named_only)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceKind:
    """One sort of assurance. `owes_act` names an act after use that somebody must do and tell the other State of."""

    code: str
    title: Text
    article: str = ""
    owes_act: bool = False


_ASSURANCES = (
    AssuranceKind(code="use", title=Text("Use only as agreed", "仅按约定使用"), article="46(19)"),
    AssuranceKind(code="secrecy", title=Text("Confidentiality", "保密"), article="46(20)"),
    AssuranceKind(code="fair_trial", title=Text("Fair trial and treatment", "公正审判和待遇")),
    AssuranceKind(code="no_death_penalty", title=Text("No death penalty", "不判处或者不执行死刑")),
    AssuranceKind(code="safe_conduct", title=Text("Safe conduct", "安全通行"), article="46(27)"),
    AssuranceKind(code="return", title=Text("Return after use", "使用后返还"), owes_act=True),
    AssuranceKind(code="destroy", title=Text("Destroy after use", "使用后销毁"), owes_act=True),
    AssuranceKind(code="other", title=Text("Another assurance", "其他保证")),
)
ASSURANCES: dict[str, AssuranceKind] = {one.code: one for one in _ASSURANCES}
