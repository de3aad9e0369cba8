"""The invented world of the demo: two States, their authorities and their officers.

XA and XB are codes that ISO 3166 leaves to users: no State will ever have them. All names are plainly invented.
Passwords and secrets are made anew for each demo and live in its folder alone.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "inlet",
    "jetty",
    "kelp",
    "larch",
    "maple",
    "north",
    "ochre",
    "pearl",
    "quill",
    "river",
]


@dataclass(frozen=True, slots=True)
class Officer:
    """One officer of the cast."""

    node: str
    role: str
    login: str
    name: str
    function: dict[str, str]
    language: str
    password: str
    totp_secret: str
    signing_passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the demo."""

    id: str
    state: str
    names: dict[str, str]
    addresses: dict[str, str] = field(default_factory=dict)


NODES = (
    Node("xa", "XA", {"en": "Central Authority of XA", "zh-hans": "XA 中央机关"}),
    Node("xb", "XB", {"en": "Central Authority of XB", "zh-hans": "XB 中央机关"}),
)
HUB = Node("hub", "HUB", {"en": "Secretariat of the demonstration", "zh-hans": "演示秘书处"})
FAMILY = {"xa": "Alpha", "xb": "Beta", "hub": "Gamma"}
# role, given name, function for the other State (English, Chinese), signs?
CAST = (
    ("drafter", "Drafter", {"en": "Prosecutor", "zh-hans": "检察官"}, False),
    ("reviewer", "Reviewer", {"en": "Legal officer", "zh-hans": "法律干事"}, False),
    ("head", "Head", {"en": "Head of the Central Authority", "zh-hans": "中央机关负责人"}, True),
    ("registry", "Registrar", {"en": "Registry", "zh-hans": "登记处"}, False),
    ("case_officer", "Casewright", {"en": "Case officer", "zh-hans": "承办人"}, False),
    ("translator", "Translator", {"en": "Translator", "zh-hans": "翻译"}, False),
    ("executing_authority", "Executor", {"en": "Executing prosecutor", "zh-hans": "执行检察官"}, False),
    ("statistician", "Counter", {"en": "Statistician", "zh-hans": "统计员"}, False),
    ("auditor", "Auditor", {"en": "Auditor", "zh-hans": "审计员"}, False),
    ("administrator", "Keeper", {"en": "Administrator", "zh-hans": "管理员"}, False),
    ("administrator", "Second Keeper", {"en": "Administrator", "zh-hans": "管理员"}, False),
)
# An editor has no role of the node's: what he may do follows from the State that he is named for (`editor_xa`).
HUB_CAST = (
    ("administrator", "Keeper", {"en": "Secretariat", "zh-hans": "秘书处"}, False),
    ("administrator", "Second Keeper", {"en": "Secretariat", "zh-hans": "秘书处"}, False),
    ("head", "Head", {"en": "Head of the secretariat", "zh-hans": "秘书处负责人"}, False),
    ("auditor", "Auditor", {"en": "Auditor", "zh-hans": "审计员"}, False),
    ("editor_xa", "Editor for XA", {"en": "Editor of XA", "zh-hans": "XA 国编辑"}, False),
    ("editor_xb", "Editor for XB", {"en": "Editor of XB", "zh-hans": "XB 国编辑"}, False),
)


def passphrase() -> str:
    """Return four random words and a number: enough for a demo, easy to type."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(secrets.randbelow(9000) + 1000)])


def cast(node: Node) -> list[Officer]:
    """Return the officers of a node, with fresh secrets."""
    people, seen = [], set()
    for role, given, function, signs in HUB_CAST if node is HUB else CAST:
        login = f"{node.id}.{role}" if role not in seen else f"{node.id}.{role}2"
        seen.add(role)
        people.append(
            Officer(
                node=node.id,
                role=role,
                login=login,
                name=f"{FAMILY[node.id]} {given}",
                function=function,
                language="en",
                password=passphrase(),
                totp_secret=base64.b32encode(secrets.token_bytes(20)).decode(),
                signing_passphrase=passphrase() if signs else "",
            )
        )
    return people


def shown(officer: Officer) -> dict[str, Any]:
    """Return what `comity demo --json` tells about an officer."""
    kept = ("node", "name", "role", "login", "password", "totp_secret", "signing_passphrase")
    return {key: value for key, value in asdict(officer).items() if key in kept}
